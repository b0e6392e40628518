import assert from "node:assert/strict";
import { seconds, UsageError, type Duration } from "../../src/base";
import type { Lab, PlacedCall } from "./lab";
import type { RoutingGatewayChange } from "./stages";
import { ownPrefix } from "./vendor-chain";

/** Something that happens while a call is set up. `call` is the one that it happens to. */
type Occurrence = (lab: Lab, call: PlacedCall, words: readonly string[]) => Promise<void>;

/** Changes a routing gateway of the running first switch; fails when the switch refuses. */
export async function changeGateway(lab: Lab, gateway: string, change: RoutingGatewayChange): Promise<void> {
  const outcome = await (await lab.running()).changeGateway(lab.firstSwitch, gateway, change);
  assert.ok(outcome.saved, outcome.saved ? "" : outcome.message);
}

/** Ends the oldest call that holds a line of a gateway: one that went to the gateway's own range of numbers. */
async function freeLine(lab: Lab, gateway: string): Promise<void> {
  const own = ownPrefix(lab, gateway);
  for (const call of lab.placedCalls) {
    if (!call.number.startsWith(own) || (await lab.callerLeg(call)).state !== "answered") continue;
    return (await lab.running()).act(call.caller, { call: call.name }, { do: "hangUp" });
  }
  throw new UsageError("STEP_NO_LINE_TO_FREE", `no call that is up fills a line of ${gateway}`, { gateway });
}

/** Everything that can happen meanwhile, by the words that a table has for it. */
const OCCURRENCES: readonly (readonly [words: RegExp, happens: Occurrence])[] = [
  [/^a line of "([^"]+)" comes free$/, (lab, _call, [gateway = ""]) => freeLine(lab, gateway)],
  [/^"([^"]+)" is locked$/, (lab, _call, [gateway = ""]) => changeGateway(lab, gateway, { lock: "barAllCalls" })],
  [/^"([^"]+)" is unlocked$/, (lab, _call, [gateway = ""]) => changeGateway(lab, gateway, { lock: "noLock" })],
  [/^the protect box of "([^"]+)" is ticked$/, (lab, _call, [gateway = ""]) => changeGateway(lab, gateway, { protect: true })],
  [
    /^the carrier behind switch "([A-Z])" is back$/,
    async (lab, _call, [name = ""]) => {
      const outcome = await (await lab.running()).changeGateway(name, "Carrier", { lock: "noLock" });
      assert.ok(outcome.saved, outcome.saved ? "" : outcome.message);
    },
  ],
  [
    /^"([^"]+)" is back on the network$/,
    async (lab, _call, [party = ""]) => (await lab.running()).impair(lab.firstSwitch, party, { partitioned: false }),
  ],
  [/^(SS_[A-Z_]+) is saved as (\d+)$/, (lab, _call, [name = "", value = ""]) => lab.saveParameter(lab.firstSwitch, name, value)],
  [
    /^"([^"]+)" hangs up$/,
    async (lab, { name }, [caller = ""]) => (await lab.running()).act(caller, { call: name }, { do: "hangUp" }),
  ],
  [
    /^"([^"]+)" calls "\+(\d+)"$/,
    async (lab, _call, [caller = "", to = ""]) => {
      await lab.place({ caller, to });
    },
  ],
];

function readOccurrence(text: string): (lab: Lab, call: PlacedCall) => Promise<void> {
  for (const [pattern, happens] of OCCURRENCES) {
    const words = pattern.exec(text)?.slice(1);
    if (words !== undefined) return (lab, call) => happens(lab, call, words);
  }
  throw new UsageError("STEP_UNKNOWN_OCCURRENCE", `nothing is known that happens as "${text}"`, { text });
}

const secondsOf = (text: string): Duration => {
  const [, count] = /^(\d+(?:\.\d+)?) seconds?$/.exec(text) ?? [];
  if (count === undefined) throw new UsageError("STEP_BAD_DURATION", `"${text}" is not a time such as 20 seconds`, { text });
  return seconds(Number(count));
};

/** Places a call and has what a table says happen, each so long `after` the call began; then waits until every call has its verdict. */
export async function callMeanwhile(
  lab: Lab,
  plan: { readonly caller: string; readonly to: string },
  rows: readonly Readonly<Record<string, string>>[],
): Promise<void> {
  const events = rows.map(({ after = "", "what happens": what = "" }) => ({ due: secondsOf(after), run: readOccurrence(what) }));
  const stage = await lab.running();
  const start = stage.now();
  const call = await lab.place(plan);
  for (const { due, run } of events) {
    await stage.pass(Math.max(0, due - (stage.now() - start)) as Duration);
    await run(lab, call);
  }
  for (const each of lab.placedCalls) await lab.settled(each, LONGEST_SEARCH);
}

/** Longest search of any scenario: the longest delay after vendors that keep silent, and a call that is answered then. */
const LONGEST_SEARCH = seconds(300);
