export * from "./clock";
export * from "./database";
export * from "./files";
export * from "./log";
export * from "./network";
export * from "./random";
