import { decodeWav, SAMPLE_RATE_HZ } from "../../codec";
import type { Files, Log } from "../../ports";
import { builtInPrompt } from "./built-in";

/** Where prompts come from. */
export interface PromptSource {
  /** Samples of 8 kHz; undefined when there is no such prompt. */
  find(name: string, language: string): Int16Array | undefined;
}

/** The language that stands in for one that has no recording of a prompt (ANN-008). */
export const FALLBACK_LANGUAGE = "en";
/** A longer recording is cut off: a caller does not wait longer for a failure. Our choice (ANN-021). */
const LONGEST_SECONDS = 180;
/** Recordings that are kept in memory; further ones are read each time they are played. */
const MAX_KEPT = 256;
/** What a name may be: nothing that leads out of the folder. */
const NAME = /^[a-z0-9-]{1,64}$/i;

/**
 * The prompts of a switch: recordings `LANGUAGE/NAME.wav` in a folder of its own, English ones where the language has none, and
 * built-in tones where there is no recording at all.
 *
 * A recording is read once, when it is first played; a changed one counts from the next start of the media service on. One that
 * cannot be used is passed over with a warning in the log.
 */
export class PromptLibrary implements PromptSource {
  private readonly kept = new Map<string, Int16Array | undefined>();

  constructor(
    private readonly files: Files,
    private readonly folder: string,
    private readonly log: Log,
  ) {}

  find(name: string, language: string): Int16Array | undefined {
    if (!NAME.test(name) || !NAME.test(language)) return undefined;
    return this.recording(name, language) ?? this.recording(name, FALLBACK_LANGUAGE) ?? builtInPrompt(name);
  }

  private recording(name: string, language: string): Int16Array | undefined {
    const path = `${this.folder}/${language}/${name}.wav`;
    if (this.kept.has(path)) return this.kept.get(path);
    const samples = this.read(path);
    if (this.kept.size < MAX_KEPT) this.kept.set(path, samples);
    return samples;
  }

  private read(path: string): Int16Array | undefined {
    if (!this.files.exists(path)) return undefined;
    const read = decodeWav(this.files.read(path));
    if (read.ok) return read.value.subarray(0, LONGEST_SECONDS * SAMPLE_RATE_HZ);
    this.log.write("warn", "media.prompt.unusable", { path, reason: read.failure.message });
    return undefined;
  }
}
