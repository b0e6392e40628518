export { DEFAULT_STOP_BOUNDS, type StopBounds } from "./child";
export { SippError, type SippErrorCode } from "./errors";
export * from "./options";
export { SCENARIO_FOLDER } from "./prepare";
export type { SippOutcome, SippOutput, SippResult } from "./result";
export { runSipp, startSipp, type SippRun } from "./run";
export { sippVersion } from "./version";
export type { BoundSocket } from "./sockets";
export { parseStatistics, type SippFailures, type SippStatistics, type SippTiming } from "./statistics";
