/** Why a call ended: the text of {@link CallRecord.endReason} and the integer of the column `endreason`. */
export interface EndReason {
  readonly name: string;
  readonly number: number;
  /** True when the guides or field sources use this name; false when it is our own word. */
  readonly isDocumented: boolean;
  /** Other names for it in the sources. */
  readonly aliases: readonly string[];
}

const documented = (name: string, number: number, ...aliases: string[]): EndReason => ({
  name,
  number,
  isDocumented: true,
  aliases,
});
const ours = (name: string, number: number, ...aliases: string[]): EndReason => ({ name, number, isDocumented: false, aliases });

/**
 * The switch's own reasons. Their numbers are negative (END-004); of these only -9 is known from the field (END-003), the
 * others are ours, from -1001 down so that nobody takes them for the maker's (END-007). Names: END-009.
 */
export const END_REASONS = {
  illegalCall: documented("Illegal call", -9, "非法呼叫"),
  noAvailableRouter: documented("NoAvailableRouter", -1001, "无可用路由"),
  allGatewayBusy: documented("AllGatewayBusy", -1002, "AllGatewayBusy (503)", "AllGatewayBusy(503)"),
  calledNotOnline: documented("The Called Not Online", -1003),
  unregistered: documented("Unregistered", -1004, "未注册"),
  lineLimit: documented("Connection Limit Exceeded", -1005, "Line limit"),
  cpsLimit: ours("CPS limit", -1006),
  noPermission: ours("No permission", -1007),
  rateNotFound: documented("Rate Not Found", -1008),
  accountMissing: ours("Account missing", -1009),
  accountLocked: documented("Account Locked", -1010),
  accountExpired: ours("Account expired", -1011),
  insufficientBalance: documented("Insufficient Balance", -1012, "Insufficient balance", "账户余额不足"),
  noCommonCodec: ours("No common codec", -1013),
  /** INVITE sent and nothing came back (DBG-124). */
  inviteTimeout: documented("InviteTimeout", -1014, "InviteTimeout (408)", "InviteTimeout(408)"),
  /** The callee's side answered provisionally and then not in time. */
  processingTimeout: documented("Response Timeout", -1015, "Response timeout"),
  /** The session timer of RFC 4028 ran out, or a refresh was not answered (DBG-107). */
  sessionTimeout: documented("Session timeout", -1016, "会话超时"),
  noMediaTimeout: documented("No media timeout", -1017),
  maximumDuration: ours("Max call duration", -1018, "Maximum duration"),
  forcedRelease: ours("Forced release", -1019),
  authenticationFailed: ours("Authentication failed", -1020),
  blacklisted: ours("Blacklisted", -1021),
  protocolLimit: ours("Protocol limit", -1022),
  /** No ACK for our 2xx within 64*T1 (RFC 3261 section 13.3.1.4). Kept apart from Session timeout: both can come after 32 s (DBG-101). */
  ackTimeout: ours("ACK timeout", -1023),
  /** No response to repeated SIP messages within a dialog, or 481 or 408. */
  dialogLost: documented("Connection timeout", -1024, "Dialog lost"),
  /** The media proxy had no port left or was not there. */
  mediaUnavailable: ours("Media unavailable", -1025),
  /** The switch was told to stop. */
  switchStopped: ours("Switch stopped", -1026),
  /** A failure inside the switch; the call it happened in is ended. */
  internalError: ours("Internal error", -1027),
  /** The transport to the next hop failed before any response. */
  transportFailure: ours("Transport failure", -1028),
  /** The called number is not one. */
  badNumber: ours("Address incomplete", -1029),
  /** The accounts of all vendors for the number are at their limits (BAL-021). */
  vendorBalance: ours("Insufficient balance of the vendor", -1030),
  /** The process died with the call in progress: nobody knows how the call ended. */
  processEnded: ours("Process ended", -1031),
  /** A text that is none of these and carries no number: written by a newer version, or by hand. */
  unknown: ours("Unknown", -1999),
} as const satisfies Readonly<Record<string, EndReason>>;

/** Q.850 causes by the names that the field sources show, e.g. `NormalCallClearing(16)` (END-005); 16 is shown as `Normal release` (END-010). */
const CAUSE_NAMES: Readonly<Record<number, string>> = {
  1: "UnallocatedNumber",
  16: "Normal release",
  17: "UserBusy",
  18: "NoUserResponding",
  19: "NoAnswer",
  21: "CallRejected",
  27: "DestinationOutOfOrder",
  28: "InvalidNumberFormat",
  34: "NoCircuitAvailable",
  38: "NetworkOutOfOrder",
  41: "TemporaryFailure",
  42: "SwitchingCongestion",
  47: "ResourceUnavailable",
  102: "RecoveryOnTimerExpiry",
  127: "Interworking",
};

/** SIP responses by the names that the field sources show (END-005), the rest by RFC 3261 section 21. */
const STATUS_NAMES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  406: "Not Acceptable",
  407: "Proxy Authentication Required",
  408: "Request Timeout",
  410: "Gone",
  413: "Request Entity Too Large",
  415: "Unsupported Media Type",
  420: "Bad Extension",
  422: "Session Interval Too Small",
  480: "Temporarily Unavailable",
  481: "Call/Transaction Does Not Exist",
  482: "Loop Detected",
  483: "Too Many Hops",
  484: "Address Incomplete",
  486: "Busy Here",
  487: "Request Terminated",
  488: "Not Acceptable Here",
  491: "Request Pending",
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

/** Q.850 cause 16: an answered call that a party hung up. */
export const NORMAL_RELEASE: EndReason = documented("Normal release", 16, "NormalCallClearing", "NormalCallClearing(16)");

/** The reason of a call that a remote side ended with SIP `status` (300..699), e.g. `Decline(603)`. */
export function endReasonOfStatus(status: number): EndReason {
  return documented(`${STATUS_NAMES[status] ?? "SIP"}(${status})`, status);
}

/** The reason of a call that a remote side ended with Q.850 `cause` (1..127), e.g. `TemporaryFailure(41)`; 16 is {@link NORMAL_RELEASE}. */
export function endReasonOfCause(cause: number): EndReason {
  if (cause === NORMAL_RELEASE.number) return NORMAL_RELEASE;
  return documented(`${CAUSE_NAMES[cause] ?? "Q.850"}(${cause})`, cause);
}

const byName = new Map<string, EndReason>();
for (const reason of [...Object.values<EndReason>(END_REASONS), NORMAL_RELEASE]) {
  for (const name of [reason.name, ...reason.aliases]) byName.set(name.toLowerCase(), reason);
}

/**
 * The reason that `text` names: a name or alias of {@link END_REASONS} in any case, or any text that ends in a number in
 * brackets. Anything else is `END_REASONS.unknown`.
 */
export function endReasonNamed(text: string): EndReason {
  const known = byName.get(text.toLowerCase());
  if (known !== undefined) return known;
  const number = Number(/\((-?\d{1,4})\)$/.exec(text)?.[1] ?? Number.NaN);
  return Number.isNaN(number) ? END_REASONS.unknown : { name: text, number, isDocumented: true, aliases: [] };
}

/** The reason that column `endreason` says by its number; `END_REASONS.unknown` for one that no reason has. */
export function endReasonNumbered(number: number): EndReason {
  const own = Object.values<EndReason>(END_REASONS).find((reason) => reason.number === number);
  if (own !== undefined) return own;
  if (number >= 1 && number <= 127) return endReasonOfCause(number);
  return number >= 300 && number <= 699 ? endReasonOfStatus(number) : END_REASONS.unknown;
}
