export { B2bua, type B2buaCounters } from "./b2bua";
export { encodeOpenCall, recordOfLeftCall, type OpenCall } from "./open-call";
export type { CallEnd } from "./call-end";
export type { CallerPrompts } from "./caller-prompts";
export { causeOfReason, causeOfStatus, reasonOfCause } from "./q850";
export * from "./types";
