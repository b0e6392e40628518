import { SAMPLE_RATE_HZ } from "./level";

/**
 * A voice that can go on for ever: each {@link Voice.next} continues where the last one ended.
 *
 * The signal depends on the speaker's name alone, never on how it is cut up.
 */
export interface Voice {
  readonly speaker: string;
  /** The next `samples` samples, 16-bit at 8 kHz. */
  next(samples: number): Int16Array;
}

/**
 * A speech-like test signal: syllables of voiced sound (a pulse train with a gliding pitch through three formants), fricatives
 * of shaped noise, short pauses between syllables and longer ones between phrases; about -15 dBm0 while it speaks.
 *
 * Deterministic: the same speaker always says the same. Two speakers differ in pitch, formants and rhythm, so that one is not
 * mistaken for the other. Its level, pauses and spectrum are those that tell speech from noise and silence; it has no words.
 */
export function createVoice(speaker: string): Voice {
  const draw = drawsFor(speaker);
  const traits: Traits = { pitchHz: 90 + 130 * draw(), formantScale: 0.85 + 0.35 * draw() };
  let current: Sound = new Pause(Math.round(0.02 * SAMPLE_RATE_HZ));
  let sinceBreath = 0;
  const following = (): Sound => {
    sinceBreath++;
    if (current instanceof Pause) {
      return draw() < 0.22 ? new Fricative(draw) : new Syllable(draw, traits);
    }
    if (draw() < 0.35 && current instanceof Fricative) return new Syllable(draw, traits);
    const breath = sinceBreath > 8 + 8 * draw();
    if (breath) sinceBreath = 0;
    return new Pause(samplesOf(breath ? 0.25 + 0.2 * draw() : 0.02 + 0.07 * draw()));
  };
  return {
    speaker,
    next(samples) {
      const out = new Int16Array(samples);
      for (let i = 0; i < samples; i++) {
        if (current.done) current = following();
        out[i] = Math.max(-32_000, Math.min(32_000, Math.round(current.sample())));
      }
      return out;
    },
  };
}

/** The first `samples` samples that `speaker` says: see {@link createVoice}. */
export const speech = (speaker: string, samples: number): Int16Array => createVoice(speaker).next(samples);

type Draw = () => number;

interface Traits {
  readonly pitchHz: number;
  readonly formantScale: number;
}

interface Sound {
  readonly done: boolean;
  sample(): number;
}

const samplesOf = (seconds: number): number => Math.round(seconds * SAMPLE_RATE_HZ);

/** First, second and third formant in Hz of vowels; Peterson and Barney 1952, men's means, table II. */
const VOWELS = [
  [270, 2290, 3010],
  [390, 1990, 2550],
  [530, 1840, 2480],
  [660, 1720, 2410],
  [730, 1090, 2440],
  [570, 840, 2410],
  [440, 1020, 2240],
  [300, 870, 2240],
  [640, 1190, 2390],
  [490, 1350, 1690],
] as const;

/** Bandwidths in Hz of the three formants; usual values for a cascade synthesiser. */
const BANDWIDTHS = [70, 100, 140] as const;

class Pause implements Sound {
  constructor(private left: number) {}
  get done(): boolean {
    return this.left <= 0;
  }
  sample(): number {
    this.left--;
    return 0;
  }
}

/** A two-pole resonance with unit gain at 0 Hz. */
class Resonator {
  private y1 = 0;
  private y2 = 0;
  private readonly b: number;
  private readonly c: number;
  private readonly a: number;

  constructor(frequencyHz: number, bandwidthHz: number) {
    const radius = Math.exp((-Math.PI * bandwidthHz) / SAMPLE_RATE_HZ);
    this.c = -radius * radius;
    this.b = 2 * radius * Math.cos((2 * Math.PI * frequencyHz) / SAMPLE_RATE_HZ);
    this.a = 1 - this.b - this.c;
  }

  filter(x: number): number {
    const y = this.a * x + this.b * this.y1 + this.c * this.y2;
    this.y2 = this.y1;
    this.y1 = y;
    return y;
  }
}

/** A rise over 15 ms, a level stretch and a fall over the last third; 0..1. */
function envelope(at: number, length: number): number {
  const rise = Math.min(1, at / 120);
  const fall = Math.min(1, (length - at) / (length / 3));
  return rise * fall;
}

class Syllable implements Sound {
  private at = 0;
  private phase = 0;
  private readonly length: number;
  private readonly fromHz: number;
  private readonly toHz: number;
  private readonly loudness: number;
  private readonly formants: readonly Resonator[];
  private readonly draw: Draw;

  constructor(draw: Draw, traits: Traits) {
    this.draw = draw;
    this.length = samplesOf(0.09 + 0.16 * draw());
    this.fromHz = traits.pitchHz * (0.85 + 0.4 * draw());
    this.toHz = traits.pitchHz * (0.75 + 0.4 * draw());
    this.loudness = 1_300 + 1_300 * draw();
    const vowel = VOWELS[Math.floor(draw() * VOWELS.length)] ?? VOWELS[0];
    this.formants = vowel.map((hz, i) => new Resonator(Math.min(hz * traits.formantScale, 3_700), BANDWIDTHS[i] ?? 140));
  }

  get done(): boolean {
    return this.at >= this.length;
  }

  sample(): number {
    const pitchHz = this.fromHz + ((this.toHz - this.fromHz) * this.at) / this.length;
    this.phase += pitchHz / SAMPLE_RATE_HZ;
    let x = (this.draw() - 0.5) * 0.02;
    if (this.phase >= 1) {
      this.phase -= 1;
      x += 5;
    }
    for (const formant of this.formants) x = formant.filter(x);
    return x * this.loudness * envelope(this.at++, this.length);
  }
}

class Fricative implements Sound {
  private at = 0;
  private last = 0;
  private readonly length: number;
  private readonly resonance: Resonator;
  private readonly draw: Draw;

  constructor(draw: Draw) {
    this.draw = draw;
    this.length = samplesOf(0.05 + 0.06 * draw());
    this.resonance = new Resonator(2_300 + 1_200 * draw(), 500);
  }

  get done(): boolean {
    return this.at >= this.length;
  }

  sample(): number {
    const white = this.draw() - 0.5;
    const high = white - this.last;
    this.last = white;
    return this.resonance.filter(high) * 1_400 * envelope(this.at++, this.length);
  }
}

/** FNV-1a of the name seeds mulberry32: the signal is a fixture that a name identifies, not a draw of the run's chance. */
function drawsFor(name: string): Draw {
  let state = 0x811c9dc5;
  for (const byte of Buffer.from(name, "utf8")) state = Math.imul(state ^ byte, 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
