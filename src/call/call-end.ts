import type { EndDirection } from "../cdr";

/** Why and by whom a call ended, as its record says it. */
export interface CallEnd {
  /** The guides' name for the switch's own reasons (`NoAvailableRouter`), `Name(number)` for one that came from a device. */
  readonly reason: string;
  readonly direction: EndDirection;
  /** Reason header of the message that ended it (RFC 3326). */
  readonly sipReason?: string | undefined;
}

/** Reasons of the switch itself: docs/interpretations.md gives the source of each. */
export const END_REASONS = {
  normalRelease: "Normal release",
  illegalCall: "Illegal call",
  noAvailableRouter: "NoAvailableRouter",
  allGatewayBusy: "AllGatewayBusy",
  inviteTimeout: "InviteTimeout",
  sessionTimeout: "Session timeout",
  ackTimeout: "ACK timeout",
  connectionLost: "Connection timeout",
  maxCallDuration: "Max call duration",
  lineLimit: "Line limit",
  noPermission: "No permission",
  noCommonCodec: "No common codec",
  forcedRelease: "Forced release",
  mediaUnavailable: "Media unavailable",
  badNumber: "Address incomplete",
} as const;

const NAMES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  402: "Payment Required",
  403: "Forbidden",
  404: "Not Found",
  408: "Request Timeout",
  410: "Gone",
  480: "Temporarily Unavailable",
  484: "Address Incomplete",
  485: "Ambiguous",
  486: "Busy Here",
  487: "Request Terminated",
  488: "Not Acceptable Here",
  500: "Server Internal Error",
  501: "Not Implemented",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Server Time-out",
  600: "Busy Everywhere",
  603: "Decline",
  604: "Does Not Exist Anywhere",
  606: "Not Acceptable",
};

/** `Not Found(404)`: how a record names a status that came from a device (END-005). */
export const reasonOfStatus = (status: number): string => `${NAMES[status] ?? "SIP"}(${status})`;

/** An end that the switch itself decided. */
export const endedByServer = (reason: string, sipReason?: string): CallEnd => ({ reason, direction: "server", sipReason });
