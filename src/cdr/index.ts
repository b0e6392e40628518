export * from "./batch-writer";
export * from "./end-reasons";
export * from "./flow-numbers";
export * from "./journal";
export * from "./journaled-records";
export { decodeFrames, encodeFrame, type JournalContent, type JournalDamage } from "./journal-frame";
export * from "./record";
export * from "./record-codec";
export * from "./repository";
