export * from "./capture";
export * from "./encryption";
export * from "./finding";
export * from "./session-timer";
