import assert from "node:assert/strict";
import { seconds, type Instant } from "../../../src/base";
import type { RoutingGatewayState } from "../../../src/routing";
import type { Lab } from "../lab";
import { expected, isNear } from "./expect";
import { requestsSentTo } from "./sent-to";

/** A call crosses a switch in this time when nothing keeps it, beside the stage's tolerance. */
const CROSSES = seconds(0.1);

/** What the first switch shows of a routing gateway now. */
export async function stateOf(lab: Lab, gateway: string): Promise<RoutingGatewayState> {
  const states = await (await lab.running()).gatewayStates(lab.firstSwitch);
  return states.find(({ name }) => name === gateway) ?? assert.fail(`no routing gateway is called "${gateway}"`);
}

/** The newest call went to these gateways and no other, each at so many seconds after it began; INVITEs that the network lost included. */
export async function assertAsked(lab: Lab, wanted: readonly (readonly [gateway: string, seconds: number])[]): Promise<void> {
  const stage = await lab.running();
  const call = lab.call();
  const { startedAt } = await lab.callerLeg(call);
  const asked: (readonly [string, number])[] = [];
  for (const party of lab.partyNames) {
    if (party === call.caller) continue;
    const first = (await requestsSentTo(stage, party, "INVITE", startedAt)).find((at) => at >= 0);
    if (first !== undefined) asked.push([party, first]);
  }
  asked.sort(([, a], [, b]) => a - b);
  const tolerance = seconds((stage.tolerance + CROSSES) / 1_000_000);
  const agree =
    asked.length === wanted.length &&
    wanted.every(([gateway, at], index) => {
      const [found, when = Number.NaN] = asked[index] ?? [];
      return found === gateway && isNear(when, at, tolerance);
    });
  const shown = (list: typeof wanted): string => list.map(([gateway, at]) => `${gateway} after ${at} s`).join(", ") || "nobody";
  assert(agree, expected(call.name, `to go to ${shown(wanted)}`, shown(asked)));
}

/** Moments at which a party was sent OPTIONS, in seconds of the lab's time. */
export async function probesOf(lab: Lab, party: string): Promise<readonly number[]> {
  return requestsSentTo(await lab.running(), party, "OPTIONS", 0 as Instant);
}
