export * from "./ladder";
export * from "./ladder-svg";
export * from "./ladder-text";
