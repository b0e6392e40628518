export * from "./advice";
export * from "./drop";
export * from "./leg-messages";
