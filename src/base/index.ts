export * from "./deadline-heap";
export * from "./errors";
export * from "./heap-timer-wheel";
export * from "./nearest";
export * from "./result";
export * from "./socket-address";
export * from "./time";
export * from "./timer-wheel";
