import { between, type Duration, type Instant } from "../base";
import type { AsrSample } from "./types";

/** How far an ASR looks back: so many seizures, and none older than `maxAge`. */
export interface AsrWindowSize {
  readonly seizures: number;
  readonly maxAge: Duration;
}

/**
 * Sliding window of the answer-seizure ratio of one gateway, a ring of the last outcomes.
 *
 * Bounded by {@link AsrWindowSize}. `add` and `sample` cost constant time, spread over the outcomes: each is dropped once. Memory is
 * taken at the first outcome, so that idle gateways cost nothing.
 */
export class AsrWindow {
  private moments = new Float64Array(0);
  private answers = new Uint8Array(0);
  private first = 0;
  private seizures = 0;
  private answered = 0;

  constructor(private readonly size: AsrWindowSize) {}

  /** Counts a seizure whose outcome is known now. At `size.seizures` the oldest gives way. */
  add(isAnswered: boolean, now: Instant): void {
    const capacity = this.size.seizures;
    if (this.moments.length === 0) {
      this.moments = new Float64Array(capacity);
      this.answers = new Uint8Array(capacity);
    }
    if (this.seizures === capacity) this.drop();
    const place = (this.first + this.seizures) % capacity;
    this.moments[place] = now;
    this.answers[place] = isAnswered ? 1 : 0;
    this.seizures += 1;
    if (isAnswered) this.answered += 1;
  }

  /** What the window holds at `now`; an outcome of exactly `size.maxAge` ago is outside. */
  sample(now: Instant): AsrSample {
    while (this.seizures > 0 && between((this.moments[this.first] ?? 0) as Instant, now) >= this.size.maxAge) this.drop();
    return { answered: this.answered, seizures: this.seizures };
  }

  private drop(): void {
    this.answered -= this.answers[this.first] ?? 0;
    this.first = (this.first + 1) % this.size.seizures;
    this.seizures -= 1;
  }
}
