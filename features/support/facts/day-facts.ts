import { seconds } from "../../../src/base";
import { shownCaller, type CallRecord } from "../../../src/cdr";

const HOUR = seconds(3_600);

/** Share of the records that were answered, 0 to 1. */
export const answerRatio = (records: readonly CallRecord[]): number =>
  records.filter(({ answeredAt }) => answeredAt !== undefined).length / records.length;

/** Records by what `key` says of each, in the order in which the keys first come. */
export function grouped<Key>(
  records: readonly CallRecord[],
  key: (record: CallRecord) => Key,
): ReadonlyMap<Key, readonly CallRecord[]> {
  const groups = new Map<Key, CallRecord[]>();
  for (const record of records) {
    const group = groups.get(key(record));
    if (group === undefined) groups.set(key(record), [record]);
    else group.push(record);
  }
  return groups;
}

/** Calls of each caller number that vendors saw. */
export const callsByNumber = (records: readonly CallRecord[]): readonly number[] =>
  [...grouped(records, shownCaller).values()].map(({ length }) => length);

/** Answer ratio of each hour in which a call began, in order of time. */
export const answerRatioByHour = (records: readonly CallRecord[]): readonly number[] =>
  [...grouped(inOrder(records), ({ startedAt }) => Math.floor(startedAt / HOUR)).values()].map(answerRatio);

/** Records in the order in which their calls began. */
export const inOrder = (records: readonly CallRecord[]): readonly CallRecord[] =>
  [...records].sort((a, b) => a.startedAt - b.startedAt);
