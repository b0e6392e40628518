import { POLITE, type ChallengeTraits, type InviteAct, type Personality } from "../endpoint";
import { ringing, SILENCE, trying, type Changes } from "./acts";

/** A carrier with a character: what an operator would say of it, and how it takes calls. */
export interface CarrierCharacter {
  /** One sentence: what it does to a call. */
  readonly description: string;
  /** How it takes calls. Its `basis` names the behaviour, the RFC section or the bug that it comes from. */
  readonly personality: Personality;
}

/** Calls a day from one number that the guide calls a typical carrier limit; the low end of it (CLI-018). */
export const STRICT_CALLS_A_DAY = 500;
/** The high end of the guide's typical carrier limit (CLI-018). */
export const TYPICAL_CALLS_A_DAY = 1_000;
/** Calls at once from one number; the guide's case of a strict carrier (CLI-117). */
export const CALLS_AT_ONCE = 5;

const progress: InviteAct = { afterMs: 200, status: 183, sdp: "answer", speaks: true };
const congested: InviteAct = { afterMs: 20, status: 503 };
const busy: InviteAct = { afterMs: 20, status: 486 };
const forbidden: InviteAct = { afterMs: 20, status: 403 };

const carrier = (name: string, description: string, basis: string, changes: Changes): CarrierCharacter => ({
  description,
  personality: { ...POLITE, ...changes, name, basis },
});

/** What the carriers that ask for a password know of the switch. */
export const CARRIER_LOGIN = { username: "carrierlab", password: "Thames-1" } as const;

const asks: Omit<ChallengeTraits, "by" | "of"> = { realm: "carrier.example", ...CARRIER_LOGIN, algorithms: ["MD5"], qop: true };

/** Takes `callsADay` calls a day from one caller number, and refuses the rest with `status`. */
export const limitsNumbers = (callsADay: number, status: number): Personality => ({
  ...POLITE,
  name: `${callsADay} a day for each number`,
  basis: "CLI-015, CLI-018",
  inviteRules: [{ when: { attemptsTodayOver: callsADay }, acts: [{ afterMs: 20, status }] }],
});

/** Blocks a caller number that was beyond `callsADay` calls on one day, and lets it in again after `daysBlocked` days. */
export const blocksNumbers = (callsADay: number, status: number, daysBlocked: number): Personality => ({
  ...POLITE,
  name: `blocks for ${daysBlocked} days`,
  basis: "CLI-016",
  inviteRules: [{ when: { attemptsOnADayOver: callsADay, daysBlocked }, acts: [{ afterMs: 20, status }] }],
});

/** Refuses a caller number that is not written as it wants it. */
export const wantsCallers = (beginning: string, status: number): Personality => ({
  ...POLITE,
  name: `wants ${beginning}`,
  basis: "CLI-083, CLI-114",
  inviteRules: [{ when: { fromNotBeginning: beginning }, acts: [{ afterMs: 20, status }] }],
});

/**
 * Carriers by the name that scenarios and the vendor chain call them.
 *
 * All of them are data; counts and outages are of one carrier's own run and begin with it. A day is from midnight UTC.
 */
export const CARRIERS = {
  "503 storm": carrier(
    "503 storm",
    "refuses nine calls of ten with 503 and takes the tenth",
    "FOV-001, RFC 3261 section 21.5.4: a carrier out of capacity",
    { inviteRules: [{ when: { share: { hit: 9, of: 10 } }, acts: [trying, congested] }] },
  ),
  "Retry-After": carrier(
    "Retry-After",
    "refuses with 503 and asks for 30 seconds of peace",
    "RFC 3261 section 21.5.4: a Retry-After that a switch does not heed is answered with more refusals",
    { onInvite: [trying, { ...congested, headers: [{ name: "Retry-After", value: "30" }] }] },
  ),
  "100 then silence": carrier(
    "100 then silence",
    "says 100 and nothing more, but answers CANCEL",
    "FOV-058: 100 stops timer B, and a switch without another limit waits for ever",
    { onInvite: [trying] },
  ),
  dead: carrier("dead", "answers nothing at all, not even OPTIONS", "FOV-007, RFC 3261 section 17.1.1.2 (Timer B)", SILENCE),
  "busy after 183": carrier(
    "busy after 183",
    "plays an announcement in 183 and says 486 two seconds later",
    "FOV-004, RFC 3960 section 3: a busy called party that is rung once for each vendor",
    { onInvite: [trying, progress, { afterMs: 2_200, status: 486 }] },
  ),
  "503 after ringing": carrier("503 after ringing", "rings, and fails with 503 a second later", "FOV-087, FOV-089", {
    onInvite: [trying, ringing, { ...congested, afterMs: 1_200 }],
  }),
  "200 racing CANCEL": carrier(
    "200 racing CANCEL",
    "rings until it is cancelled, and answers the call in that moment",
    "FOV-059, RFC 3261 section 9.1: a late 200 that is not released goes on and is billed",
    { onInvite: [trying, ringing], onCancel: "answersAnyway" },
  ),
  "late 200": carrier(
    "late 200",
    "keeps silent for 8.3 seconds and answers then, whatever CANCEL said",
    "FOV-059: a 200 that crosses the failover",
    { onInvite: [{ afterMs: 8_300, status: 200, sdp: "answer" }], onCancel: "ignores" },
  ),
  slow: carrier("slow", "rings after six seconds and answers after ten", "FOV-057: the caller hears nothing meanwhile", {
    onInvite: [trying, { ...ringing, afterMs: 6_000 }, { afterMs: 10_000, status: 200, sdp: "answer" }],
  }),
  flapping: carrier(
    "flapping",
    "works for 60 seconds and is silent for 60, by turns, OPTIONS included",
    "FOV-121, FOV-122: a gateway that goes and comes back",
    { inviteRules: [{ when: { downtime: { upMs: 60_000, downMs: 60_000 } }, acts: [], options: "ignore" }] },
  ),
  "two lines": carrier("two lines", "carries two calls at once and refuses the third with 503", "FOV-025, FOV-047", {
    inviteRules: [{ when: { linesOver: 2 }, acts: [trying, congested] }],
  }),
  "wants tech prefix": carrier(
    "wants tech prefix",
    "refuses every number without its tech prefix 99 with 404",
    "FOV-063: a backup that was set up without the prefix",
    { servesOnly: { prefix: "99", otherwise: 404 } },
  ),
  "500 a day": carrier("500 a day", "refuses with 403 what one caller number asks beyond 500 calls a day", "CLI-015, CLI-018", {
    inviteRules: [{ when: { attemptsTodayOver: STRICT_CALLS_A_DAY }, acts: [forbidden] }],
  }),
  "1000 a day": carrier(
    "1000 a day",
    "refuses with 403 what one caller number asks beyond 1000 calls a day",
    "CLI-015, CLI-018",
    { inviteRules: [{ when: { attemptsTodayOver: TYPICAL_CALLS_A_DAY }, acts: [forbidden] }] },
  ),
  "silent beyond 1000 a day": carrier(
    "silent beyond 1000 a day",
    "loses without a word what one caller number asks beyond 1000 calls a day",
    "CLI-015: the guide says that the excess is rejected silently",
    { inviteRules: [{ when: { attemptsTodayOver: TYPICAL_CALLS_A_DAY }, acts: [] }] },
  ),
  "blocks offenders": carrier(
    "blocks offenders",
    "refuses with 603 a caller number that was once beyond 1000 calls a day, on that day and ever after",
    "CLI-016, CLI-021",
    { inviteRules: [{ when: { attemptsOnADayOver: TYPICAL_CALLS_A_DAY }, acts: [{ afterMs: 20, status: 603 }] }] },
  ),
  throttling: carrier(
    "throttling",
    "has 55 of 100 calls answered and the others busy; of a caller number beyond 500 a day, 35 of 100",
    "CLI-020: the guide's figures of a carrier that throttles; they are the vendor's, not derived from a limit",
    {
      inviteRules: [
        { when: { attemptsTodayOver: STRICT_CALLS_A_DAY, share: { hit: 65, of: 100 } }, acts: [busy] },
        { when: { attemptsTodayOver: STRICT_CALLS_A_DAY }, acts: POLITE.onInvite },
        { when: { share: { hit: 45, of: 100 } }, acts: [busy] },
      ],
    },
  ),
  "five at once": carrier("five at once", "refuses with 403 a sixth call at once from one caller number", "CLI-117", {
    inviteRules: [{ when: { numberLinesOver: CALLS_AT_ONCE }, acts: [forbidden] }],
  }),
  "asks for a password": carrier(
    "asks for a password",
    "challenges each call with 401 and takes it with the right answer",
    "RFC 3261 section 22.2, CLI-093: a retry that draws another caller number or takes another line",
    { challenges: { ...asks, by: "peer", of: ["INVITE"] } },
  ),
  "asks at every turn": carrier(
    "asks at every turn",
    "challenges calls, new offers and BYE with 407 and takes each nonce for one request alone",
    "RFC 7616 section 3.3: a nonce for one use, and stale=true for its second",
    { challenges: { ...asks, by: "proxy", of: ["INVITE", "BYE"], algorithms: ["SHA-256", "MD5"], nonceUses: 1 } },
  ),
  "nonce too old": carrier(
    "nonce too old",
    "challenges each call with 401, and says of the first right answer that its nonce is too old",
    "RFC 7616 section 3.3: stale=true asks for a new digest, not for another password",
    { challenges: { ...asks, by: "peer", of: ["INVITE"], qop: false, firstIsStale: true } },
  ),
} as const satisfies Readonly<Record<string, CarrierCharacter>>;

/** A key of {@link CARRIERS}. */
export type CarrierName = keyof typeof CARRIERS;

/** The carrier of this name; undefined when there is none. */
export const carrierNamed = (name: string): CarrierCharacter | undefined =>
  Object.hasOwn(CARRIERS, name) ? CARRIERS[name as CarrierName] : undefined;
