export { ProcessMonitor, type ProcessMonitorOptions } from "./process-monitor";
export { DRAIN_TIMEOUT } from "./supervised-service";
export type * from "./types";
