import { after, seconds, type Duration, type Instant } from "../../src/base";
import type { EncryptionClinic } from "./encryption-clinic";
import type { Lab } from "./lab";

/** A change of the key on one switch after another, while calls go on. */
export interface RotationPlan {
  readonly key: string;
  /** Switch, and when its key changes, from the start. */
  readonly changes: readonly (readonly [string, Duration])[];
  readonly talk: Duration;
  readonly every: Duration;
  readonly until: Duration;
}

/** Mode of every call of a rotation. */
const MODE = 3;

async function passUntil(lab: Lab, moment: Instant): Promise<void> {
  const left = (moment - lab.stage.now()) as Duration;
  if (left > 0) await lab.stage.pass(left);
}

/** Places calls one after another and changes keys between them; each call with the second at which it was placed. */
export async function rotateUnderCalls(
  clinic: EncryptionClinic,
  lab: Lab,
  { key, changes, talk, every, until }: RotationPlan,
): Promise<readonly { readonly at: Duration; readonly isClear: boolean }[]> {
  const start = (await lab.running()).now();
  const waiting = [...changes].sort(([, one], [, other]) => one - other);
  const calls: { at: Duration; isClear: boolean }[] = [];
  for (let at = seconds(0); at < until; at = (at + every) as Duration) {
    while (waiting[0] !== undefined && waiting[0][1] <= at) {
      const [name, due] = waiting.shift() ?? ["", at];
      await passUntil(lab, after(start, due));
      await clinic.apply(MODE, key, [name]);
    }
    await passUntil(lab, after(start, at));
    calls.push({ at, isClear: await clinic.testCall(talk) });
  }
  return calls;
}
