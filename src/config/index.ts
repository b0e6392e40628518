export * from "./change-gateway";
export * from "./change-rating";
export * from "./load";
export * from "./schema";
export * from "./without-password";
export * from "./softswitch-conf";
export * from "./limit";
