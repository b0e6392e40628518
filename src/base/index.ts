export * from "./errors";
export * from "./result";
export * from "./socket-address";
export * from "./time";
export * from "./timer-wheel";
