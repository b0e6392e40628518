export * from "./limits";
export * from "./types";
export * from "./user-agent";
export * from "./user-agent-options";
