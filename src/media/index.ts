export { createMediaPool } from "./media-pool";
export { createPayloadCipher, type CipherFailure, type PayloadCipher } from "./cipher/payload-cipher";
export { type EncryptionSnapshot } from "./relay/ciphers";
export { RELATCH_AFTER } from "./relay/latch";
export {
  createMediaRelay,
  type MediaRelay,
  type MediaPacketCounters,
  type MediaRelayCounters,
  type MediaRelayOptions,
} from "./relay/media-relay";
export { builtInPrompt } from "./prompts/built-in";
export { FALLBACK_LANGUAGE, PromptLibrary, type PromptSource } from "./prompts/prompt-library";
export { type PortRange } from "./relay/port-pool";
export * from "./types";
