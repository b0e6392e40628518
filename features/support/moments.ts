import assert from "node:assert/strict";
import { milliseconds, seconds } from "../../src/base";
import type { Lab } from "./lab";
import { momentOf } from "./rating-desk";

type Row = Readonly<Record<string, string>>;

/** First of the numbers of these calls, one for each row, so that their records can be told apart when the calendar goes back. */
const FIRST_NUMBER = 8_801_700_000_000;

/** Places one short call at each moment of a table, of the customer that the row names. */
export async function callAtMoments(lab: Lab, rows: readonly Row[]): Promise<void> {
  const stage = await lab.running();
  for (const [index, { moment = "", customer: caller = "Acme" }] of rows.entries()) {
    await stage.setCalendar(momentOf(lab, moment));
    const call = await lab.place({ caller, to: String(FIRST_NUMBER + index) });
    await lab.reaches(call, "answered");
    await stage.pass(milliseconds(200));
    await lab.hangUp(call);
  }
  await stage.pass(seconds(0.5));
}

/** Each of those calls has the rate and the table of its row. */
export async function assertPricedAs(lab: Lab, rows: readonly Row[]): Promise<void> {
  const records = await (await lab.running()).records(lab.firstSwitch);
  const found = rows.map(({ moment }, index) => {
    const { price } = records.find(({ callee }) => callee === String(FIRST_NUMBER + index)) ?? {};
    return { moment, rate: price?.rate, table: price?.table };
  });
  assert.deepEqual(
    found,
    rows.map(({ moment, rate, table }) => ({ moment, rate, table })),
  );
}
