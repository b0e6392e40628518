export * from "./asr-window";
export * from "./gateway-ledger";
export * from "./order";
export * from "./plan";
export * from "./prefix-index";
export * from "./snapshot";
export * from "./types";
