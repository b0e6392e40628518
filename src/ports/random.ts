/**
 * A stream of random draws. In simulation every stream comes from the run's one seed.
 *
 * Each component forks its own named stream, so that one draw more in one place shifts nothing elsewhere.
 */
export interface Random {
  /** An independent stream that depends only on this stream's seed and on `name`. */
  fork(name: string): Random;
  /** A whole number in 0..2^32-1. */
  uint32(): number;
  /** A number in [0, 1). */
  fraction(): number;
  /** A whole number in `low..high`, both included. */
  between(low: number, high: number): number;
  /** `count` lower-case hexadecimal digits. */
  hex(count: number): string;
}
