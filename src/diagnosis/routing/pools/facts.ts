/** Calls that one caller number should make a day: the guide's rule (CLI-110). */
export const CALLS_PER_NUMBER_PER_DAY = { from: 200, to: 300 } as const;

/** What the guide calls a typical limit of carriers, in calls a day of one number (CLI-018). */
export const TYPICAL_CARRIER_LIMIT = { from: 500, to: 1_000 } as const;

/** From so many numbers on, Random's short-run variance is no problem (CLI-035). */
export const ENOUGH_FOR_RANDOM = 20;

/** Calls at once on one number for a carrier without a limit of its own (CLI-061). */
export const ADVISED_MULTIPLEXES = { from: 3, to: 5 } as const;

/** Numbers that a pool needs, rounded up (CLI-110, CLI-112). */
export const poolSize = (callsPerDay: number, perNumber: number = CALLS_PER_NUMBER_PER_DAY.from): number =>
  Math.ceil(callsPerDay / perNumber);

/** One rotation mode as the guide compares them (CLI-040). */
export interface RotationFacts {
  readonly distribution: string;
  readonly detectionRisk: string;
  readonly volumeControl: string;
  readonly bestFor: string;
}

/** The guide's comparison of the rotation modes (CLI-040). Present only numbers that you hold the right to use. */
export const ROTATION_MODES: Readonly<Record<"Random" | "Poll", RotationFacts>> = {
  Random: {
    distribution: "statistically even",
    detectionRisk: "low (no pattern)",
    volumeControl: "good (statistical)",
    bestFor: "most outbound call centres",
  },
  Poll: {
    distribution: "perfectly even",
    detectionRisk: "medium (sequential pattern)",
    volumeControl: "excellent (exact)",
    bestFor: "strict volume control",
  },
};

/** What each value of Multiplexes is for (CLI-062). */
export const MULTIPLEXES_USES: Readonly<Record<number, string>> = {
  0: "carriers without concurrency limit",
  1: "strict per-number concurrency control",
  5: "balanced load distribution",
  10: "higher volume with moderate control",
};

/** Two ways to change the caller number, as the guide compares them (CLI-084). */
export const TRANSFORM_AND_POOL = {
  transform: {
    modifies: "adds or removes prefixes",
    scope: "rules of a gateway",
    applied: "before the pool",
    result: "modified original number",
  },
  pool: {
    modifies: "replaces the caller number entirely",
    scope: "list of a gateway",
    applied: "after the transform, overriding it",
    result: "a completely different number",
  },
} as const;
