export * from "./carriers";
export * from "./personalities";
