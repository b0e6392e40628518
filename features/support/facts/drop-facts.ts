import assert from "node:assert";
import { seconds } from "../../../src/base";
import { diagnoseDrop, legsOf, type DropDiagnosis } from "../../../src/diagnosis";
import type { Stage } from "../stages/stage";
import { packetsBetween } from "./media-facts";

const T1 = seconds(0.5);

/** Why the newest leg between switch A and `party` ended, from the packets between the two alone. */
export async function dropOf(stage: Stage, party: string): Promise<DropDiagnosis> {
  const packets = await packetsBetween(stage, "switch A", party);
  const [switchAddress] = packets
    .flatMap(({ from, to }) => [from.address, to.address])
    .filter((address) => stage.hostOf(address) === "switch A");
  assert(switchAddress !== undefined, `nothing passed between switch A and ${party}`);
  const messages = [...legsOf(packets, switchAddress).values()].at(-1) ?? [];
  const drop = diagnoseDrop({ messages, t1: T1 });
  assert(drop !== undefined, `the leg of ${party} was not answered, or has not ended`);
  return drop;
}
