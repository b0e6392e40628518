/** One line of a description, `type=value`. Text is latin1: one character is one byte of the wire. */
export interface SdpLine {
  readonly type: string;
  readonly value: string;
}

/** The o= line: who made the description, and which version of it this is. RFC 8866 section 5.2. */
export interface SdpOrigin {
  readonly username: string;
  /** Decimal digits, as text: it may have 64 bits. */
  readonly sessionId: string;
  /** Decimal digits, as text; one higher with each change. */
  readonly version: string;
  readonly networkType: string;
  readonly addressType: string;
  readonly address: string;
}

/** A c= line. RFC 8866 section 5.7. */
export interface SdpConnection {
  readonly networkType: string;
  /** `IP4` or `IP6`. */
  readonly addressType: string;
  /** Address or host name, without the suffix. */
  readonly address: string;
  /** TTL and count of a multicast address with their slashes; empty for others. */
  readonly suffix: string;
}

/** Part of a description that can have attributes: the whole session, or one stream. */
export interface SdpSection {
  readonly connection: SdpConnection | undefined;
  /** Every line but o=, c= and m=, in order, unknown ones included. */
  readonly lines: readonly SdpLine[];
}

/** One m= line with the lines below it. RFC 8866 section 5.14. */
export interface SdpMedia extends SdpSection {
  /** `audio`, `video`, `image` ... */
  readonly kind: string;
  /** 0..65535; 0 refuses the stream or takes it away (RFC 3264 sections 6, 8.2). */
  readonly port: number;
  /** Number of ports, where the line tells one. */
  readonly portCount: number | undefined;
  /** `RTP/AVP`, `RTP/SAVP`, `udptl` ... as it stands. */
  readonly protocol: string;
  /** Payload types or other formats, in order of preference. */
  readonly formats: readonly string[];
}

/** A session description. Immutable: the helpers of this room return changed copies. */
export interface SessionDescription extends SdpSection {
  readonly origin: SdpOrigin;
  readonly media: readonly SdpMedia[];
}

/** Why bytes are no session description. */
export interface SdpFailure {
  /** Stable, documented in docs/reference/errors/sdp.md. */
  readonly code: string;
  /** The rule that was broken, in words. */
  readonly rule: string;
  /** The line it was broken in, from 1; 0 for the whole. */
  readonly line: number;
}

/** Who may send, RFC 8866 section 6.7. */
export type SdpDirection = "sendrecv" | "sendonly" | "recvonly" | "inactive";

/** A payload type with the codec it stands for. */
export interface SdpCodec {
  /** 0..127. */
  readonly payloadType: number;
  /** As in rtpmap, its own case kept: `PCMA`, `telephone-event`. */
  readonly name: string;
  readonly clockRateHz: number;
  readonly channels: number;
  /** The value of fmtp after the payload type; undefined without one. */
  readonly parameters: string | undefined;
}
