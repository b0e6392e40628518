import { SeededRandom } from "../../src/adapters/sim";
import { seconds, type Duration } from "../../src/base";
import type { Lab, PlacedCall } from "./lab";

/** First of the numbers that traffic goes to: of Ofcom's range for stories, with digits for ten thousand calls behind it. */
const FIRST_NUMBER = 4_420_794_600_000;

/** Every call is answered within this time, or is not answered. */
const ANSWERED_WITHIN = seconds(2);

/** A call that begins so long after now. */
export interface DueCall {
  readonly caller: string;
  readonly at: Duration;
}

/** Places calls to consecutive numbers, each at its moment after now, and lets the last one begin. */
export async function placeAt(lab: Lab, due: readonly DueCall[]): Promise<readonly PlacedCall[]> {
  const stage = await lab.running();
  const start = stage.now();
  const calls: PlacedCall[] = [];
  for (const [index, { caller, at }] of due.entries()) {
    await stage.pass(Math.max(0, at - (stage.now() - start)) as Duration);
    calls.push(await lab.place({ caller, to: String(FIRST_NUMBER + index) }));
  }
  return calls;
}

/** Calls of each of these callers, `rate` a second, evenly, from now on for so long. */
export function evenly(callers: readonly string[], rate: number, time: Duration): readonly DueCall[] {
  const count = Math.round((rate * time) / seconds(1));
  return Array.from({ length: count }, (_, index) => callers.map((caller) => ({ caller, at: seconds(index / rate) }))).flat();
}

/** So many calls at random moments within `time`, in their order. */
export function atRandom(caller: string, count: number, time: Duration, seed: number): readonly DueCall[] {
  const random = SeededRandom.fromSeed(seed).fork("moments of calls");
  const moments = Array.from({ length: count }, () => random.between(0, time) as Duration);
  return moments.sort((a, b) => a - b).map((at) => ({ caller, at }));
}

/** Traffic as it comes: `count` calls that begin at random within `time`, each hung up at random within `longest` of its answer. */
export async function callAtRandom(
  lab: Lab,
  caller: string,
  traffic: { readonly count: number; readonly time: Duration; readonly longest: Duration },
): Promise<void> {
  const stage = await lab.running();
  const random = SeededRandom.fromSeed(stage.seed).fork("calls at random");
  const start = stage.now();
  const agenda = Array.from({ length: traffic.count }, (_, index) => {
    const begins = random.between(0, traffic.time);
    return { index, begins, ends: begins + ANSWERED_WITHIN + random.between(0, traffic.longest) };
  }).flatMap(({ index, begins, ends }) => [
    { index, at: begins, isBegin: true },
    { index, at: ends, isBegin: false },
  ]);
  const calls = new Map<number, PlacedCall>();
  for (const { index, at, isBegin } of agenda.sort((a, b) => a.at - b.at)) {
    await stage.pass(Math.max(0, at - (stage.now() - start)) as Duration);
    const call = calls.get(index);
    if (isBegin) calls.set(index, await lab.place({ caller, to: `4420794${random.between(60_000, 69_999)}` }));
    else if (call !== undefined) await stage.act(caller, { call: call.name }, { do: "hangUp" });
  }
  await stage.pass(seconds(1));
}

/** A wave of calls placed at one moment, of which some end early: moments are since the first INVITE. */
export interface Wave {
  readonly caller: string;
  readonly count: number;
  readonly early: { readonly count: number; readonly after: Duration };
  readonly others: { readonly after: Duration };
}

/** Plays a wave of calls to its end, and lets the last BYE be answered. */
export async function playWave(lab: Lab, { caller, count, early, others }: Wave): Promise<void> {
  const stage = await lab.running();
  const calls = await lab.placeMany(caller, count);
  const hangUp = async (some: readonly PlacedCall[]): Promise<void> => {
    for (const call of some) await stage.act(caller, { call: call.name }, { do: "hangUp" });
  };
  await stage.pass(early.after);
  await hangUp(calls.slice(0, early.count));
  await stage.pass((others.after - early.after) as Duration);
  await hangUp(calls.slice(early.count));
  await stage.pass(ANSWERED_WITHIN);
}
