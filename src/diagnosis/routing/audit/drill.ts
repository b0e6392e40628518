import type { CallRecord } from "../../../cdr";

/** One call of a failover drill: how the first vendor failed, and what became of the call. */
export interface DrillResult {
  /** How the first vendor was made to fail, such as `503`, `black hole`, `locked`. */
  readonly failure: string;
  readonly failedGateway: string;
  /** The gateway that took the call; undefined: none did. */
  readonly takenBy: string | undefined;
  /** From the caller's INVITE until the INVITE to the gateway that took the call, in milliseconds. */
  readonly switchMs: number | undefined;
  readonly passed: boolean;
}

/** What one record of a drill shows (FOV-143): it passes when the call was answered at another gateway than the one that failed. */
export function drillResult(failure: string, failedGateway: string, { startedAt, attempts }: CallRecord): DrillResult {
  const taken = attempts.find(({ outcome }) => outcome === "answered");
  const passed = taken !== undefined && taken.gateway !== failedGateway;
  return {
    failure,
    failedGateway,
    takenBy: taken?.gateway,
    switchMs: passed ? Math.round((taken.startedAt - startedAt) / 1_000) : undefined,
    passed,
  };
}

/** The drill's result as a Markdown document, one row a failure. */
export const drillDocument = (results: readonly DrillResult[]): string =>
  [
    "# Failover drill",
    "",
    "| failure | failed gateway | taken by | switch time | result |",
    "|---|---|---|---|---|",
    ...results.map(
      ({ failure, failedGateway, takenBy, switchMs, passed }) =>
        `| ${failure} | ${failedGateway} | ${takenBy ?? "nobody"} | ${switchMs === undefined ? "" : `${switchMs} ms`} | ${passed ? "passed" : "failed"} |`,
    ),
    "",
  ].join("\n");
