import { seconds, type Duration } from "../../src/base";
import type { Lab } from "./lab";

const DAY = seconds(86_400);
/** After the last call, for the record of it to be written. */
const LAST_CALL_ENDS = seconds(60);
/** First of the numbers that a day's calls go to: of Ofcom's range for stories, with digits for a million calls behind it. */
const FIRST_NUMBER = 442_079_460_000_000;

/** Places `count` calls evenly over the next whole day, midnight to midnight UTC, all to different numbers. */
export async function placeOverNextDay(lab: Lab, caller: string, count: number): Promise<void> {
  const stage = await lab.running();
  const sinceMidnight = stage.wallClockAt(stage.now()) % DAY;
  await stage.pass((DAY - sinceMidnight) as Duration);
  const first = FIRST_NUMBER + lab.placedCalls.length;
  const gap = Math.floor(DAY / count) as Duration;
  for (let index = 0; index < count; index += 1) {
    await lab.place({ caller, to: String(first + index) });
    await stage.pass(index === count - 1 ? LAST_CALL_ENDS : gap);
  }
}
