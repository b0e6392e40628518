export * from "./gateway-book";
export type * from "./types";
export type { TraceEntry } from "./trace-ring";
export { Vos3000d } from "./vos3000d";
export { callGateways } from "./call-gateways";
export { sortPolicy } from "./call-settings";
export { rateBook } from "./rate-book";
export { openCdrRepository } from "./cdr-store";
export { startVos3000d, type StartVos3000dOptions } from "./start";
