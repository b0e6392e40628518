export * from "./carriers";
export * from "./personalities";
export * from "./sipp-scenario";
