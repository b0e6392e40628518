export type { DigestCredentials } from "./digest";
export * from "./message";
export * from "./session";
export * from "./transaction";
export * from "./transport";
