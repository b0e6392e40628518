export { callGateways } from "./call-gateways";
export type * from "./types";
export type { TraceEntry } from "./trace-ring";
export { Vos3000d } from "./vos3000d";
