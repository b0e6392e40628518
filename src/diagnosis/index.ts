export * from "./capture";
export * from "./database";
export * from "./encryption";
export * from "./finding";
export * from "./rating";
export * from "./routing";
export * from "./session-timer";
