import { seconds, type Duration } from "../../src/base";
import type { Lab } from "./lab";

/** First of the numbers that are called. */
const FIRST_NUMBER = 442_079_400_000;

/** Calls one after another; a vendor may go away under them. */
export interface Storm {
  readonly caller: string;
  readonly count: number;
  readonly gap: Duration;
  readonly failing?: { readonly vendor: string; readonly after: Duration };
}

/** What came of them, by their records. */
export interface StormOutcome {
  readonly answered: number;
  /** Calls with an attempt that nobody answered. */
  readonly timeouts: number;
  /** Calls whose last response was 503. */
  readonly refused: number;
}

/** In which a call that can be answered is answered. */
const ANSWERED = seconds(2);
/** Longer than a call takes that waits for several dead vendors. */
const ALL_SETTLED = seconds(120);

/** Places the calls, ends those that were answered, and counts what the records say. No call is up when the vendor goes away. */
export async function stormOfCalls(lab: Lab, { caller, count, gap, failing }: Storm): Promise<StormOutcome> {
  const stage = await lab.running();
  const start = stage.now();
  const endAll = async (wait: Duration): Promise<void> => {
    await stage.pass(wait);
    for (const { call, state } of await stage.legs(caller)) {
      if (call !== undefined && state === "answered") await stage.act(caller, { call }, { do: "hangUp" });
    }
    await stage.pass(seconds(1));
  };
  let failingNow = failing;
  for (let index = 0; index < count; index += 1) {
    if (failingNow !== undefined && stage.now() - start >= failingNow.after) {
      await endAll(ANSWERED);
      await stage.impair(lab.firstSwitch, failingNow.vendor, { partitioned: true });
      failingNow = undefined;
    }
    await lab.place({ caller, to: String(FIRST_NUMBER + index) });
    await stage.pass(gap);
  }
  await endAll(ALL_SETTLED);
  const records = await stage.records(lab.firstSwitch);
  const waited = records.filter(({ attempts }) => attempts.some(({ outcome }) => outcome === "timeout"));
  return {
    answered: records.filter(({ answeredAt }) => answeredAt !== undefined).length,
    timeouts: waited.length,
    refused: records.filter(({ attempts }) => attempts.at(-1)?.status === 503).length,
  };
}
