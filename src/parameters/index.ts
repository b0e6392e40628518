export * from "./catalogue";
export * from "./fingerprint";
export * from "./lookup";
export * from "./reference";
export * from "./store";
export * from "./types";
export * from "./validate";
