import { statusOf, header } from "../../../simulators/endpoint";
import type { Lab } from "../lab";
import { assertTimes } from "./expect";
import { messagesOf, secondsAfter } from "./message-facts";

/** The caller of the newest call received responses to its INVITE at these seconds after it called, repeated ones included. */
export async function assertHeardFromSwitch(lab: Lab, caller: string, wanted: readonly number[]): Promise<void> {
  const stage = await lab.running();
  const { id, startedAt } = await lab.callerLeg(lab.call());
  const heard = (await messagesOf(stage, caller, "received")).filter(
    ({ message, method }) => statusOf(message) !== undefined && method === "INVITE" && header(message, "Call-ID") === id,
  );
  assertTimes(`leg of ${caller}: responses after it called`, secondsAfter(startedAt, heard), wanted, stage.tolerance);
}
