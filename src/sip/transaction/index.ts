export * from "./layer";
export * from "./types";
