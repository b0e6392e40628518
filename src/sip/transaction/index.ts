export { BRANCH_COOKIE } from "./transaction-key";
export * from "./layer";
export { defaultSipTimers } from "./timers";
export { createTransactionLayer } from "./transaction-layer";
export * from "./types";
