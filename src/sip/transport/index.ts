export { createClockedWheel, type ClockedWheel } from "./clocked-wheel";
export { defaultTransportLimits, MAX_REMEMBERED_REFUSALS, type SipTransportLimits } from "./limits";
export { createSipStack, DEFAULT_MAX_TRANSACTIONS, type SipStack, type SipStackOptions } from "./sip-stack";
export type { MessageObserver, SipListenAddress, SipTransportEvents } from "./types";
