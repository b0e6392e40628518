import { formatMoney } from "../base";
import type { CallRate, EffectiveTable, RateRefusal } from "./rate-book";

function tableSentence({ table, periodRate, calendar, answer }: EffectiveTable): string {
  if (periodRate === undefined || answer === undefined) return `rate table "${table}"`;
  const time = answer.isWorking ? "working time" : "non-working time";
  return `rate table "${table}": period rate "${periodRate}", calendar "${calendar}" says ${time} (${answer.because})`;
}

/** Why a call has this price, as one sentence. */
export function rateSentence(callRate: CallRate): string {
  const { account, rate } = callRate;
  const prefix = rate.prefix === "" ? "every number" : `prefix ${rate.prefix}`;
  return `${account} pays ${formatMoney(rate.perMinute)} a minute in cycles of ${rate.period} s, by ${prefix} of ${tableSentence(callRate)}`;
}

/** Why a call has no price, as one sentence with the mend. */
export function rateRefusalSentence(refusal: RateRefusal, callee: string): string {
  const { account } = refusal;
  if (refusal.kind === "unknownAccount") return `there is no account "${account}": add it under accounts`;
  if (refusal.kind === "noTable") return `account "${account}" has neither a rateTable nor a period rate: give it one`;
  return `${tableSentence(refusal.effective)} has no prefix of ${callee}: add one, or let the account have missingRate: zero`;
}
