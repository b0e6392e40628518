export * from "./advice";
export * from "./drop";
