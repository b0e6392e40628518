import { correlation, findDelay } from "./alignment";
import { spectralFlatness } from "./flatness";
import { A_LAW, MU_LAW, type G711 } from "./g711";
import { levelDbm0, rms, toDbm0 } from "./level";

/**
 * What a listener would say.
 *
 * - `intelligible`: the speech is there, whole but for a modest loss;
 * - `degraded`: it can be made out under clicks, distortion or long gaps;
 * - `noise`: something is heard and it is not that speech, such as a cipher's output or another speaker;
 * - `silence`: nothing is heard, under {@link SILENCE_DBM0}.
 */
export type AudioVerdict = "intelligible" | "degraded" | "noise" | "silence";

/** A {@link AudioVerdict} with what it rests on. Shares are of the stretches in which the reference speaks. */
export interface AudioJudgement {
  readonly verdict: AudioVerdict;
  readonly levelDbm0: number;
  /** How far the heard signal lags behind the reference; undefined for silence. 8 samples are 1 ms. */
  readonly delaySamples: number | undefined;
  readonly intactShare: number;
  /** Recognised, with errors in it. */
  readonly damagedShare: number;
  /** Nothing heard where the reference speaks. */
  readonly lostShare: number;
  /** 0..1; see spectralFlatness. */
  readonly flatness: number;
}

/** Below this level a listener hears nothing; RTP-070. */
export const SILENCE_DBM0 = -50;

/** Where the reference is above this level it counts as speaking; our choice, 25 dB below the test signal. */
const SPEAKING_DBM0 = -40;
/** 5 ms: short against a packet, so that a lost packet spoils no neighbour; longer than a key of 16 bytes. */
const FRAME = 40;
/** 20 ms, on which the delay is followed. */
const BLOCK = 160;
/** How far a lost and not replaced packet may shift what follows, in samples: 200 ms each way, in steps of 10 ms. */
const SHIFT_LIMIT = 1_600;
const SHIFT_STEP = 80;

/** Share of intact frames from which speech is intelligible: G.711 without concealment bears a loss of 5 % in any distribution. */
const INTELLIGIBLE_SHARE = 0.88;
/** Of what is audible at all, the share that must be recognised for `degraded` rather than `noise`. */
const RECOGNISED_SHARE = 0.4;
/** A pause must be this much quieter than speech, or the listener hears noise under it. */
const PAUSE_DB = 15;

/**
 * Judges by the samples alone what became of `reference` on its way to `heard`.
 *
 * The delay is found by cross-correlation and followed across gaps. Where the path is G.711 end to end, a sample is right when it
 * equals the reference after the same coding, so that even a single wrong bit a period is seen; on any other path the waveform's
 * correlation decides. Signals are 16-bit at 8 kHz; a second of speech or more gives a sure verdict.
 */
export function judgeAudio(heard: Int16Array, reference: Int16Array): AudioJudgement {
  const level = levelDbm0(heard);
  const flatness = spectralFlatness(heard);
  if (!(level >= SILENCE_DBM0)) {
    return {
      verdict: "silence",
      levelDbm0: level,
      delaySamples: undefined,
      intactShare: 0,
      damagedShare: 0,
      lostShare: 1,
      flatness,
    };
  }
  const delay = findDelay(heard, reference);
  const blocks = follow(heard, reference, delay);
  const expected = likeliestCoding(heard, reference, blocks);
  const tally = count(heard, reference, expected, blocks);
  const share = (frames: number): number => (tally.speaking === 0 ? 0 : frames / tally.speaking);
  return {
    verdict: verdictOf(tally),
    levelDbm0: level,
    delaySamples: delay,
    intactShare: share(tally.intact),
    damagedShare: share(tally.damaged),
    lostShare: share(tally.lost),
    flatness,
  };
}

interface Block {
  /** First sample in the reference. */
  readonly at: number;
  readonly delay: number;
}

/**
 * The delay of each block of the reference that `heard` covers, following the shifts that lost packets leave behind.
 * It starts where the delay surely holds and goes both ways from there.
 */
function follow(heard: Int16Array, reference: Int16Array, delay: number): Block[] {
  const anchor = surestBlock(heard, reference, delay);
  const towards = (step: number): Block[] => {
    const blocks: Block[] = [];
    let current = delay;
    for (let at = step > 0 ? anchor : anchor - BLOCK; at >= 0 && at + BLOCK <= reference.length; at += step) {
      if (!covers(heard, at + current)) continue;
      if (isSpeaking(reference, at, BLOCK)) current = shifted(heard, reference, at, current);
      if (covers(heard, at + current)) blocks.push({ at, delay: current });
    }
    return blocks;
  };
  return [...towards(-BLOCK), ...towards(BLOCK)];
}

const covers = (heard: Int16Array, at: number): boolean => at >= 0 && at + BLOCK <= heard.length;

function surestBlock(heard: Int16Array, reference: Int16Array, delay: number): number {
  let surest = { at: 0, score: 0 };
  for (let at = 0; at + BLOCK <= reference.length && surest.score < 0.999; at += BLOCK) {
    if (!isSpeaking(reference, at, BLOCK)) continue;
    const score = correlation(heard, at + delay, reference, at, BLOCK);
    if (score > surest.score) surest = { at, score };
  }
  return surest.at;
}

function shifted(heard: Int16Array, reference: Int16Array, at: number, delay: number): number {
  let best = { delay, score: correlation(heard, at + delay, reference, at, BLOCK) };
  if (best.score >= 0.7 || toDbm0(rms(heard, at + delay, at + delay + BLOCK)) < SILENCE_DBM0) return delay;
  best = { delay, score: Math.max(0.9, best.score + 0.2) };
  for (let shift = -SHIFT_LIMIT; shift <= SHIFT_LIMIT; shift += SHIFT_STEP) {
    const score = correlation(heard, at + delay + shift, reference, at, BLOCK);
    if (score > best.score) best = { delay: delay + shift, score };
  }
  return best.delay;
}

const through = (samples: Int16Array, ...laws: readonly G711[]): Int16Array =>
  laws.reduce((signal, law) => law.decode(law.encode(signal)), samples);

/** The reference after the coding that explains best what was heard; undefined when none explains half of the samples. */
function likeliestCoding(heard: Int16Array, reference: Int16Array, blocks: readonly Block[]): Int16Array | undefined {
  const codings = [[], [MU_LAW], [A_LAW], [MU_LAW, A_LAW], [A_LAW, MU_LAW]].map((laws) => through(reference, ...laws));
  const speaking = blocks.filter(({ at }) => isSpeaking(reference, at, BLOCK));
  const recognised = speaking.filter(({ at, delay }) => !isSilent(heard, at + delay, BLOCK));
  let best: { coded: Int16Array; equal: number } | undefined;
  for (const coded of codings) {
    const equal = recognised.reduce((sum, { at, delay }) => sum + equalSamples(heard, at + delay, coded, at, BLOCK), 0);
    if (equal > (best?.equal ?? recognised.length * BLOCK * 0.5)) best = { coded, equal };
  }
  return best?.coded;
}

interface Tally {
  speaking: number;
  intact: number;
  damaged: number;
  lost: number;
  speechPower: number;
  readonly pausePowers: number[];
}

function count(heard: Int16Array, reference: Int16Array, expected: Int16Array | undefined, blocks: readonly Block[]): Tally {
  const tally: Tally = { speaking: 0, intact: 0, damaged: 0, lost: 0, speechPower: 0, pausePowers: [] };
  for (const { at: start, delay } of blocks) {
    const pause = isSilent(reference, start - FRAME, BLOCK + 2 * FRAME);
    for (let at = start; at < start + BLOCK; at += FRAME) {
      const power = rms(heard, at + delay, at + delay + FRAME) ** 2;
      if (pause) {
        tally.pausePowers.push(power);
      } else if (isSpeaking(reference, at, FRAME)) {
        tally.speaking++;
        tally.speechPower += power;
        if (isSilent(heard, at + delay, FRAME)) tally.lost++;
        else countHeardFrame(tally, heard, at + delay, expected ?? reference, at, expected !== undefined);
      }
    }
  }
  return tally;
}

function countHeardFrame(tally: Tally, heard: Int16Array, atHeard: number, wanted: Int16Array, at: number, exact: boolean): void {
  const equal = exact ? equalSamples(heard, atHeard, wanted, at, FRAME) / FRAME : 0;
  const alike = correlation(heard, atHeard, wanted, at, FRAME);
  if (exact ? equal > 0.99 : alike >= 0.95) tally.intact++;
  else if (equal >= 0.5 || alike >= 0.8) tally.damaged++;
}

function verdictOf(tally: Tally): AudioVerdict {
  const audible = tally.speaking - tally.lost;
  if (audible <= 0 || (tally.intact + tally.damaged) / audible < RECOGNISED_SHARE) return "noise";
  // The median, since a shift within a pause is only noticed at the next word.
  const hissPower = tally.pausePowers.sort((a, b) => a - b)[tally.pausePowers.length >> 1] ?? 0;
  const hiss = 10 * Math.log10(hissPower / (tally.speechPower / tally.speaking));
  return tally.intact / tally.speaking >= INTELLIGIBLE_SHARE && !(hiss > -PAUSE_DB) ? "intelligible" : "degraded";
}

const isSpeaking = (samples: Int16Array, at: number, length: number): boolean =>
  toDbm0(rms(samples, at, at + length)) > SPEAKING_DBM0;

const isSilent = (samples: Int16Array, at: number, length: number): boolean =>
  toDbm0(rms(samples, Math.max(0, at), Math.min(samples.length, at + length))) < SILENCE_DBM0;

function equalSamples(a: Int16Array, atA: number, b: Int16Array, atB: number, length: number): number {
  let equal = 0;
  for (let i = 0; i < length; i++) if (a[atA + i] === b[atB + i]) equal++;
  return equal;
}
