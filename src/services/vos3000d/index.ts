export { openCdrRepository } from "./cdr-store";
export { callGateways } from "./call-gateways";
export type * from "./types";
export type { TraceEntry } from "./trace-ring";
export { startVos3000d, type StartVos3000dOptions } from "./start";
export { Vos3000d } from "./vos3000d";
