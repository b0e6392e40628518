/** What one direction carried, by RFC 3550 section 6.4 and appendix A. Counters are packets unless said otherwise. */
export interface StreamStatistics {
  readonly received: number;
  readonly receivedBytes: number;
  readonly forwarded: number;
  /** Expected by extended sequence numbers minus received; may be negative with duplicates. */
  readonly lost: number;
  /** Interarrival jitter in milliseconds at the stream's clock rate. */
  readonly jitterMs: number;
  readonly encrypted: number;
  readonly decrypted: number;
  /** Not forwarded, by cause. */
  readonly dropped: Readonly<Record<"cipher" | "unlatched" | "foreignSource" | "malformed" | "noPeer", number>>;
  readonly ssrc: number | undefined;
  readonly payloadType: number | undefined;
}

export interface RelayStatistics {
  /** What side A sent us, and what side B sent us. */
  readonly fromA: StreamStatistics;
  readonly fromB: StreamStatistics;
}
