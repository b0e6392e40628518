export * from "./compare-traces";
export * from "./run-features";
export * from "./run-options";
