import { SeededRandom } from "../../src/adapters/sim";
import { seconds, type Duration } from "../../src/base";
import type { Lab, PlacedCall } from "./lab";

/** Every call is answered within this time, or is not answered. */
const ANSWERED_WITHIN = seconds(2);

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
    if (isBegin) {
      const to = `4420794${random.between(60_000, 69_999)}`;
      calls.set(index, await lab.place({ caller, to }));
    } else if (call !== undefined) await stage.act(caller, { call: call.name }, { do: "hangUp" });
  }
  await stage.pass(seconds(1));
}
