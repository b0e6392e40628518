export type { DigestCredentials } from "./digest-answer";
export { DigestClient, type DigestExchange } from "./digest-client";
