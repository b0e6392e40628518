import type { StageName } from "../support/stages/stage";

/** What `carrierlab run` was asked for. */
export interface RunOptions {
  /** Feature files or folders, with `:line` when wanted; all of `features/` when empty. */
  readonly paths: readonly string[];
  readonly stage: StageName;
  /** A tag expression of Cucumber, beside the stage's own tag. */
  readonly tags?: string;
  /** A random one when absent; it is printed. */
  readonly seed?: number;
  /** `sim` only: runs everything so often and compares the traces. Default 1. */
  readonly repeat?: number;
  /** Shuffles the scenarios, by the seed. */
  readonly shuffle?: boolean;
  /** Worker threads. Default 0: none. */
  readonly parallel?: number;
  /** Folder of the results; `reports/out` when absent. */
  readonly out?: string;
  readonly print: (text: string) => void;
}
