export * from "./facts";
export * from "./forwarding";
export * from "./numbers";
export * from "./rotation";
export * from "./volume";
