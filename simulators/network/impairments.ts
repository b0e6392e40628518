/** What a path does to packets in each direction, as scenarios say it. Fractions are 0..1, times milliseconds. */
export interface PathImpairment {
  readonly loss?: number;
  readonly delayMs?: number;
  readonly jitterMs?: number;
  readonly reorder?: number;
  readonly duplicate?: number;
  readonly partitioned?: boolean;
}

/** Paths by name. Figures are what carriers' engineers mean by the words, our choice within ITU-T G.114 and G.1050's ranges. */
export const NAMED_PATHS = {
  "a local network": { delayMs: 0.5 },
  "a long-distance path": { delayMs: 80, jitterMs: 5 },
  "a satellite hop": { delayMs: 270, jitterMs: 10 },
  "a congested path": { delayMs: 40, jitterMs: 30, loss: 0.03, reorder: 0.01 },
  "a cut cable": { partitioned: true },
} as const satisfies Readonly<Record<string, PathImpairment>>;
