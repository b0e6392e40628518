export * from "./message";
export * from "./session";
export * from "./transaction";
export * from "./transport";
