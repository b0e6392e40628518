import { between, inSeconds, seconds, times, type Duration, type WallTime } from "../../base";

/** One SIP message of one leg, as a trace or a capture shows it. */
export interface LegMessage {
  readonly at: WallTime;
  /** By the switch, or by the far end of the leg. */
  readonly by: "switch" | "peer";
  /** Method of a request; undefined for a response. */
  readonly method?: string | undefined;
  /** Status of a response. */
  readonly status?: number | undefined;
  readonly cseqMethod: string;
  readonly cseqNumber: number;
  /** Seconds of its Session-Expires header. */
  readonly sessionExpires?: number | undefined;
  readonly refresher?: "uac" | "uas" | undefined;
  readonly hasToTag: boolean;
}

export interface DropEvidence {
  /** The messages of one leg in time order, from its INVITE on. */
  readonly messages: readonly LegMessage[];
  /** When the last RTP packet was seen on the leg. */
  readonly lastMediaAt?: WallTime | undefined;
  /** SS_NO_MEDIA_HANGUP in force; 0 or absent when off. */
  readonly noMediaHangup?: Duration | undefined;
  /** RFC 3261 timer T1. */
  readonly t1: Duration;
}

export type DropCause =
  "missingAck" | "refreshUnanswered" | "intervalTooShort" | "refresherSilent" | "noMedia" | "normalRelease" | "carrierLimit";

export interface DropDiagnosis {
  readonly cause: DropCause;
  /** From the first 2xx to the BYE. */
  readonly duration: Duration;
  /** The packets that prove it, in words. */
  readonly proof: string;
  readonly mend: string;
  readonly behaviours: readonly string[];
}

/** How far from its computed moment a BYE may be; covers a slow network, not a wrong theory. */
const TOLERANCE = seconds(0.75);
/** RFC 4028 section 4: neither Session-Expires nor Min-SE goes below this. */
const RFC_FLOOR_SECONDS = 90;
/** RFC 4028 section 10: the waiting side releases this long before the expiry, or a third of the interval before. */
const RELEASE_MARGIN_SECONDS = 32;

const isNear = (actual: Duration, expected: Duration): boolean => Math.abs(actual - expected) <= TOLERANCE;

interface Frame {
  readonly evidence: DropEvidence;
  readonly answer: LegMessage;
  readonly bye: LegMessage;
  readonly duration: Duration;
}

type Verdict = Omit<DropDiagnosis, "duration">;

/** Answers to one INVITE: the copies of its 2xx and whether any ACK for it was seen. */
function missingAck({ evidence, answer, duration }: Frame): Verdict | undefined {
  const copies = evidence.messages.filter(
    (message) =>
      message.status !== undefined &&
      message.status < 300 &&
      message.status >= 200 &&
      message.cseqMethod === "INVITE" &&
      message.cseqNumber === answer.cseqNumber,
  );
  const acknowledged = evidence.messages.some((message) => message.method === "ACK" && message.cseqNumber === answer.cseqNumber);
  if (copies.length < 2 || acknowledged || !isNear(duration, times(evidence.t1, 64))) return undefined;
  return {
    cause: "missingAck",
    proof: `the 200 was sent ${copies.length} times and no ACK came within 64*T1`,
    mend: "find where the ACK is lost: NAT, a private Contact, a firewall that follows only one direction; session timers have no part in it",
    behaviours: ["DBG-101", "DBG-102", "DBG-108"],
  };
}

/** The last refresh of the session before the BYE that nobody answered. */
function refreshUnanswered({ evidence, answer, bye }: Frame): Verdict | undefined {
  const refreshes = evidence.messages.filter(
    (message) =>
      message.hasToTag &&
      message.at >= answer.at &&
      (message.method === "UPDATE" || message.method === "INVITE") &&
      message.sessionExpires !== undefined,
  );
  const first = refreshes.find(
    (refresh) => refresh.cseqNumber === refreshes.at(-1)?.cseqNumber && refresh.by === refreshes.at(-1)?.by,
  );
  if (first === undefined) return undefined;
  const answered = evidence.messages.some(
    (message) =>
      message.status !== undefined &&
      message.status >= 200 &&
      message.cseqNumber === first.cseqNumber &&
      message.cseqMethod === first.method,
  );
  if (answered || !isNear(between(first.at, bye.at), times(evidence.t1, 64))) return undefined;
  return {
    cause: "refreshUnanswered",
    proof: `${first.method} with Session-Expires ${first.sessionExpires} at ${inSeconds(between(answer.at, first.at)).toFixed(1)} s after the answer got no response within 64*T1`,
    mend: "make the far end answer session refreshes, match SS_SESSION_TIMER_REFRESHER with it, or set SS_SESSION_TIMER to 0",
    behaviours: ["DBG-103", "DBG-107", "DBG-108"],
  };
}

/** The interval that governs the session at its end, from the last 2xx that carried one. */
function intervalInForce(evidence: DropEvidence): { readonly interval: number; readonly since: WallTime } | undefined {
  const last = evidence.messages
    .filter((message) => (message.status ?? 0) >= 200 && (message.status ?? 0) < 300 && message.sessionExpires !== undefined)
    .at(-1);
  return last?.sessionExpires === undefined ? undefined : { interval: last.sessionExpires, since: last.at };
}

/** RFC 4028 section 10: when the waiting side sends its BYE, from the last refresh on. */
export const releaseAfter = (intervalSeconds: number): Duration =>
  seconds(intervalSeconds - Math.min(RELEASE_MARGIN_SECONDS, intervalSeconds / 3));

function expired({ evidence, bye }: Frame): Verdict | undefined {
  const session = intervalInForce(evidence);
  if (session === undefined) return undefined;
  const waited = between(session.since, bye.at);
  if (!isNear(waited, releaseAfter(session.interval)) && !isNear(waited, seconds(session.interval))) return undefined;
  const short = session.interval < RFC_FLOOR_SECONDS;
  return {
    cause: short ? "intervalTooShort" : "refresherSilent",
    proof: `Session-Expires ${session.interval} was agreed and nobody refreshed: BYE at ${session.interval} - min(32, ${session.interval}/3) s`,
    mend: short
      ? "raise SS_SESSION_TIMER_MIN_SE to 90 or more: RFC 4028 allows nothing below"
      : "find why the refresher stays silent, and match SS_SESSION_TIMER_REFRESHER with the gateway",
    behaviours: short ? ["DBG-093", "DBG-104", "DBG-108"] : ["DBG-097", "DBG-105", "DBG-108"],
  };
}

function noMedia({ evidence, bye }: Frame): Verdict | undefined {
  const { lastMediaAt, noMediaHangup } = evidence;
  if (lastMediaAt === undefined || noMediaHangup === undefined || noMediaHangup === 0) return undefined;
  if (!isNear(between(lastMediaAt, bye.at), noMediaHangup)) return undefined;
  return {
    cause: "noMedia",
    proof: `no RTP for ${inSeconds(noMediaHangup)} s before the BYE, which is SS_NO_MEDIA_HANGUP`,
    mend: "find where the media is lost, or raise SS_NO_MEDIA_HANGUP",
    behaviours: ["DBG-108"],
  };
}

const isFixedLimit = (duration: Duration): boolean => isNear(duration, seconds(32));

/**
 * Why an answered call ended, from one leg's packets. Never concludes from the duration alone (DBG-108).
 *
 * Undefined when the leg was never answered or no BYE was seen.
 */
export function diagnoseDrop(evidence: DropEvidence): DropDiagnosis | undefined {
  const answer = evidence.messages.find(
    (message) => message.cseqMethod === "INVITE" && (message.status ?? 0) >= 200 && (message.status ?? 0) < 300,
  );
  const bye = evidence.messages.find((message) => message.method === "BYE");
  if (answer === undefined || bye === undefined) return undefined;
  const duration = between(answer.at, bye.at);
  const frame: Frame = { evidence, answer, bye, duration };
  const verdict = missingAck(frame) ?? refreshUnanswered(frame) ?? expired(frame) ?? noMedia(frame);
  if (verdict !== undefined) return { ...verdict, duration };
  return isFixedLimit(duration)
    ? {
        cause: "carrierLimit",
        duration,
        proof: `BYE by the ${bye.by} after ${inSeconds(duration).toFixed(1)} s, with ACK, without an open refresh, interval or media gap`,
        mend: "ask whoever sent the BYE for its call duration limit",
        behaviours: ["DBG-108"],
      }
    : { cause: "normalRelease", duration, proof: `BYE by the ${bye.by}`, mend: "none", behaviours: [] };
}
