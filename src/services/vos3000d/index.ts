export { callGateways } from "./call-gateways";
export type * from "./types";
export type { TraceEntry } from "./trace-ring";
