import type { Result, SocketAddress } from "../base";
import type { RelayStatistics } from "../rtp";

/** Side A faces the caller, side B the callee. */
export type RelaySide = "a" | "b";

/** One side of a relay as asked for. */
export interface RelaySideRequest {
  /** The leg towards a VOS peer: payload is decrypted on the way in and encrypted on the way out (RTP-021). */
  readonly encrypt: boolean;
  /** Media address to bind, when the media service has several; its first one when absent. */
  readonly address?: string;
  /** An RTP port to take when it is free, to resume after a restart of the media service. */
  readonly port?: number;
}

export interface RelayRequest {
  /** Our call's id; one relay a call. */
  readonly relay: string;
  readonly a: RelaySideRequest;
  readonly b: RelaySideRequest;
}

/** RTP addresses of the two sides; RTCP is on the next port. */
export interface RelayAddresses {
  readonly a: SocketAddress;
  readonly b: SocketAddress;
}

/** Where a side said (in its SDP) that it is. */
export interface MediaTarget extends SocketAddress {
  /** Hold: RTP comes from there and none is to be sent there. */
  readonly isHeld?: boolean;
}

export type MediaFailure =
  | { readonly kind: "noPorts" }
  | { readonly kind: "unavailable" }
  | { readonly kind: "unknownRelay" }
  /** One of the prompts is not there. */
  | { readonly kind: "unknownPrompt" };

/** Prompts that one side is to hear, one after another. */
export interface Announcement {
  /** Names of prompts, at least one. */
  readonly prompts: readonly string[];
  /** Folder of the recordings that are played; English ones stand in for those that it lacks. */
  readonly language: string;
  /** G.711: 0 PCMU, 8 PCMA. */
  readonly payloadType: 0 | 8;
}

/**
 * What the B2BUA asks of the media proxy; implemented by the relay itself and by the channel to an mbx3000d process.
 * `done` is called exactly once, never inside the call.
 */
export interface MediaProxy {
  open(request: RelayRequest, done: (result: Result<RelayAddresses, MediaFailure>) => void): void;
  /** Where a side said that it is; undefined: nowhere, as an old hold says it. Latching may replace it by the source seen. */
  point(relay: string, side: RelaySide, remote: MediaTarget | undefined): void;
  /** Plays prompts to a side that was pointed to, in place of those that still play; tells at once how long they take. */
  play(
    relay: string,
    side: RelaySide,
    announcement: Announcement,
    done: (result: Result<{ readonly durationMs: number }, MediaFailure>) => void,
  ): void;
  /** Current statistics without closing; for Current Call. */
  statistics(relay: string, done: (result: Result<RelayStatistics, MediaFailure>) => void): void;
  /** Frees the ports at once and returns the final statistics. */
  close(relay: string, done: (result: Result<RelayStatistics, MediaFailure>) => void): void;
}
