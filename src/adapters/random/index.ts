export * from "./seeded-random";
export * from "./system-random";
