export { classifyMediaPacket, type MediaPacketKind } from "./demultiplex";
export {
  cipherOperationsPerSecond,
  ENCRYPTION_COSTS,
  encryptedCapacity,
  encryptionOverhead,
  latencyBudgetShare,
  ONE_WAY_BUDGET_MS,
  type Band,
  type CostOptions,
  type EncryptionCostRow,
} from "./encryption-cost";
export { AES128_KEYS, ENCRYPTION_MODES, isEncryptionMode, type EncryptionMode, type EncryptionModeRow } from "./encryption-mode";
export {
  buildRtp,
  parseRtp,
  RTP_HEADER_BYTES,
  rtpPayloadOffset,
  rtpPayloadType,
  rtpSequence,
  rtpSsrc,
  rtpTimestamp,
  type RtpHeader,
  type RtpPacket,
} from "./header";
export { buildRtcp, parseRtcp, RTCP_TYPE, type ReportBlock, type RtcpPacket, type SenderInfo } from "./rtcp";
export * from "./statistics";
export { AUDIO_CLOCK_RATE_HZ, StreamMeter, type DropCause } from "./stream-meter";
