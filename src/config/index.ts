export * from "./change-gateway";
export * from "./load";
export * from "./schema";
