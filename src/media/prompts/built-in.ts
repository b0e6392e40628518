import { SAMPLE_RATE_HZ, silence, tone } from "../../codec";

/** Frequencies that sound together, for so long. */
type Sound = readonly [milliseconds: number, ...frequencies: readonly number[]];

/** The keys of a telephone, ITU-T Q.23: a digit without a recording is the tone of its key. */
const ROWS = [697, 770, 852, 941] as const;
const COLUMNS = [1_209, 1_336, 1_477] as const;
const KEYS = "123456789*0#";

const DIGIT_MS = 200;
const PAUSE: Sound = [100];

const digit = (key: string): readonly Sound[] => {
  const place = KEYS.indexOf(key);
  return [[DIGIT_MS, ROWS[Math.floor(place / COLUMNS.length)] ?? 0, COLUMNS[place % COLUMNS.length] ?? 0], PAUSE];
};

/** Sounds that stand for prompts of which nobody has put a recording into the prompts folder. */
const SOUNDS: Readonly<Record<string, readonly Sound[]>> = {
  // The special information tone, ITU-T E.180 section 7.
  "balance-not-enough": [[330, 950], [330, 1_400], [330, 1_800], PAUSE],
  "remaining-amount": [[400, 600], PAUSE],
  "remaining-minutes": [[400, 800], PAUSE],
  point: [[100, 1_000], PAUSE],
  ...Object.fromEntries([..."0123456789"].map((key) => [`digit-${key}`, digit(key)])),
};

const mixed = ([milliseconds, ...frequencies]: Sound): Int16Array => {
  const samples = (milliseconds * SAMPLE_RATE_HZ) / 1_000;
  const sum = silence(samples);
  for (const frequencyHz of frequencies) {
    for (const [place, value] of tone({ samples, frequencyHz }).entries()) sum[place] = (sum[place] ?? 0) + value;
  }
  return sum;
};

/** Several sounds one after another. */
export function joined(parts: readonly Int16Array[]): Int16Array {
  const all = new Int16Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The sound that stands for a prompt; undefined for a name that nothing announces. 8 kHz. */
export function builtInPrompt(name: string): Int16Array | undefined {
  const sounds = Object.hasOwn(SOUNDS, name) ? SOUNDS[name] : undefined;
  return sounds === undefined ? undefined : joined(sounds.map(mixed));
}
