export * from "./change-gateway";
export * from "./load";
export * from "./schema";
export * from "./without-password";
export * from "./softswitch-conf";
export * from "./limit";
