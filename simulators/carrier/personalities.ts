import { POLITE, type InviteAct, type Personality } from "../endpoint";
import { ringing, SILENCE, trying, type Changes } from "./acts";

const but = (name: string, basis: string, changes: Changes): Personality => ({ ...POLITE, ...changes, name, basis });

const answer: InviteAct = { afterMs: 1_000, status: 200, sdp: "answer" };

/** Rings, and answers `afterMs` after the INVITE. */
export const answersAfter = (afterMs: number): Personality =>
  but(`answers after ${afterMs} ms`, "RFC 3261 section 13.3.1", { onInvite: [trying, ringing, { ...answer, afterMs }] });

/** Refuses at once, with a Reason header of Q.850 `cause` when there is one (RFC 3326). */
export const refuses = (status: number, reason?: string, cause?: number): Personality =>
  but(`refuses with ${status}`, "RFC 3261 section 13.3.1.3, RFC 3326", {
    onInvite: [trying, { afterMs: 20, status, ...phrase(reason), ...reasonHeader(cause) }],
  });

/** Rings for two seconds, then refuses. */
export const ringsAndRefuses = (status: number, reason?: string, cause?: number): Personality =>
  but(`rings and refuses with ${status}`, "RFC 3261 section 13.3.1.3", {
    onInvite: [trying, ringing, { afterMs: 2_000, status, ...phrase(reason), ...reasonHeader(cause) }],
  });

const phrase = (reason: string | undefined): Partial<InviteAct> => (reason === undefined ? {} : { reason });
const reasonHeader = (cause: number | undefined): Partial<InviteAct> =>
  cause === undefined ? {} : { headers: [{ name: "Reason", value: `Q.850;cause=${cause}` }] };

/** Refuses short session intervals with 422 and this Min-SE. */
export const wantsInterval = (minSe: number): Personality =>
  but(`wants an interval of ${minSe} s`, "DBG-098, RFC 4028 section 6", { timerAnswer: { kind: "tooSmall", minSe } });

/** Answers with a Session-Expires of its own choice. */
export const answersTimer = (interval: number, refresher: "uac" | "uas", refreshes: boolean): Personality =>
  but(`answers ${interval} s, refresher ${refresher}`, "DBG-094 to DBG-097, DBG-104, DBG-105", {
    timerAnswer: { kind: "accept", interval, refresher },
    refreshesBy: refreshes ? "UPDATE" : "nothing",
  });

/** Hangs up so long after the answer. */
export const hangsUpAfter = (ms: number): Personality =>
  but(`hangs up after ${ms} ms`, "RFC 3261 section 15", { hangsUpAfterMs: ms });

/** Vanishes so long after the answer. */
export const vanishesAfter = (ms: number): Personality => but(`vanishes after ${ms} ms`, "DBG-107", { vanishesAfterMs: ms });

/**
 * Personalities by the words that scenarios use. Each says in `basis` where the behaviour comes from; those that take a
 * figure are functions above.
 */
export const PERSONALITIES = {
  answers: POLITE,
  "answers at once": but("answers at once", "RFC 3261 section 13.3.1.4", { onInvite: [trying, { ...answer, afterMs: 10 }] }),
  "plays early media": but("plays early media", "RFC 3960 section 3", {
    onInvite: [trying, { afterMs: 200, status: 183, sdp: "answer", speaks: true }, { ...answer, afterMs: 3_000, sdp: "answer" }],
  }),
  "plays an announcement and refuses": but("plays an announcement and refuses", "RFC 3960 section 3", {
    onInvite: [
      trying,
      { afterMs: 200, status: 183, sdp: "answer", speaks: true },
      { afterMs: 3_000, status: 404, headers: [{ name: "Reason", value: "Q.850;cause=1" }] },
    ],
  }),
  "answers without SDP after early media": but("answers without SDP after early media", "RFC 3261 section 13.2.1", {
    onInvite: [trying, { afterMs: 200, status: 183, sdp: "answer" }, { ...answer, sdp: "none" }],
  }),
  "sends reliable ringing": but("sends reliable ringing", "RFC 3262 section 3", {
    onInvite: [trying, { ...ringing, reliable: true }, { ...answer, afterMs: 3_000 }],
  }),
  "rings for ever": but("rings for ever", "RFC 3261 section 13.3.1.1", { onInvite: [trying, ringing] }),
  "keeps silent": but("keeps silent", "RFC 3261 section 17.1.1.2 (Timer B)", SILENCE),
  "tries and keeps silent": but("tries and keeps silent", "FOV-058", { onInvite: [trying] }),
  "answers after CANCEL": but("answers after CANCEL", "RFC 3261 section 9.1", {
    onInvite: [trying, ringing],
    onCancel: "answersAnyway",
  }),
  "ignores CANCEL": but("ignores CANCEL", "RFC 3261 section 9.1", { onInvite: [trying, ringing], onCancel: "ignores" }),
  "answers twice": but("answers twice", "RFC 3261 section 13.2.2.4", {
    onInvite: [
      trying,
      { ...ringing, fork: "branch-one" },
      { afterMs: 300, status: 180, fork: "branch-two" },
      { ...answer, fork: "branch-one" },
      { ...answer, afterMs: 1_200, fork: "branch-two" },
    ],
  }),
  "never acknowledges": but("never acknowledges", "DBG-101, RFC 3261 section 13.3.1.4", { acknowledges: false }),
  "has an unreachable contact": but("has an unreachable contact", "DBG-102", { unreachableContact: true }),
  "never retransmits": but("never retransmits", "RFC 3261 section 17.1", { retransmits: "never" }),
  "retransmits needlessly": but("retransmits needlessly", "RFC 3261 section 17.2", { retransmits: "needlessly" }),
  "claims a wrong media address": but("claims a wrong media address", "DBG-013", {
    sdp: { ...POLITE.sdp, claimedAddress: "203.0.113.77" },
  }),
  "offers late": but("offers late", "RFC 3261 section 13.2.1", { offersIn: "ack" }),
  "offers SRTP only": but("offers SRTP only", "RTP-110, RFC 4568", { sdp: { ...POLITE.sdp, profile: "RTP/SAVP" } }),
  "offers DTLS-SRTP only": but("offers DTLS-SRTP only", "RTP-111, RFC 5764", {
    sdp: { ...POLITE.sdp, profile: "UDP/TLS/RTP/SAVPF" },
  }),
  "offers SRTP and plain RTP": but("offers SRTP and plain RTP", "RTP-110, RFC 3264 section 6", {
    sdp: { ...POLITE.sdp, profile: "RTP/SAVP", alsoPlainStream: true },
  }),
  "offers plain RTP with keys for SRTP": but("offers plain RTP with keys for SRTP", "RTP-110, RFC 4568 section 7.1.1", {
    sdp: { ...POLITE.sdp, offersKeys: true },
  }),
  "offers A-law only": but("offers A-law only", "RFC 3551 section 4.5.14", { sdp: { ...POLITE.sdp, payloadTypes: [8] } }),
  "supports reliable provisionals": but("supports reliable provisionals", "RFC 3262 section 4", {
    reliableProvisionals: "supported",
  }),
  "never sends PRACK": but("never sends PRACK", "RFC 3262 section 3", { reliableProvisionals: "supported", pracks: false }),
  "knows no session timers": but("knows no session timers", "DBG-100, RFC 4028 section 7.2", {
    timerAnswer: { kind: "absent" },
    onUpdate: "answer",
  }),
  "knows no session timers and ignores refreshes": but("knows no session timers and ignores refreshes", "DBG-103", {
    timerAnswer: { kind: "absent" },
    onUpdate: "ignore",
    onReinvite: "ignore",
  }),
  "refuses UPDATE with 405": but("refuses UPDATE with 405", "RFC 3311 section 5.2, DBG-103", {
    timerAnswer: { kind: "absent" },
    onUpdate: 405,
  }),
  "refuses UPDATE with 501": but("refuses UPDATE with 501", "RFC 3261 section 21.5.2, DBG-103", {
    timerAnswer: { kind: "absent" },
    onUpdate: 501,
  }),
  "does not allow UPDATE": but("does not allow UPDATE", "RFC 4028 section 7.4", { hidesUpdate: true, onUpdate: 405 }),
  "never answers BYE": but("never answers BYE", "RFC 3261 section 15.1.1", { onBye: "ignore" }),
} as const satisfies Readonly<Record<string, Personality>>;

export type PersonalityName = keyof typeof PERSONALITIES;
