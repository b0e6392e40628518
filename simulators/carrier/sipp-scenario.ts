import type { InviteAct, Personality } from "../endpoint";
import { byDowntime, challengesOf, decisionOf, type Decision } from "./sipp-decisions";
import { goTo, label, receive, receiveInvite, send } from "./sipp-messages";

/** Longer than 64*T1, after which nobody asks any more. */
const SILENT_MS = 33_000;
/** Absorbs what is sent again. */
const REST_MS = 4_000;

/**
 * A personality as a SIPp scenario for the called side (XML), for the same carrier on a foreign stack.
 *
 * SIPp plays a story: responses in order, then the end that follows from them, which is ACK to a refusal, BYE after an answer, and
 * CANCEL to a call that is never decided. It can play two stories by turns, by calls at once, by the hour or by the number that is
 * called, and can ask for a password first. OPTIONS are answered unless the personality ignores them. Undefined for what it cannot play:
 * counts of single caller numbers, several rules, forks and reliable provisionals, and challenges that SIPp cannot check itself.
 */
export function sippScenario(personality: Personality): string | undefined {
  const { name, onInvite, inviteRules, servesOnly, challenges, onCancel } = personality;
  const decision = decisionOf(personality);
  const asked = challenges === undefined ? [] : challengesOf(challenges);
  const usual = storyOf(onInvite, onCancel);
  const refusal: readonly InviteAct[] | undefined =
    servesOnly === undefined ? inviteRules?.[0]?.acts : [{ afterMs: 0, status: servesOnly.otherwise }];
  const other = refusal === undefined ? [] : storyOf(refusal, onCancel);
  if (decision === undefined || asked === undefined || usual === undefined || other === undefined) return undefined;
  const body = [
    receive("OPTIONS", ' optional="true" next="options"'),
    receiveInvite(...decision.actions),
    ...asked,
    ...decision.elements,
    ...usual,
    ...(refusal === undefined ? [] : [goTo("over"), label("otherwise"), ...other]),
    label("over"),
    ...decision.atTheEnd,
    goTo("rest"),
    label("options"),
    ...optionsOf(personality),
    label("rest"),
    `  <timewait milliseconds="${REST_MS}"/>`,
    READ,
  ];
  return `<?xml version="1.0" encoding="ISO-8859-1" ?>\n<scenario name="${name}">\n${[...variables(decision), ...body].join("\n")}\n</scenario>\n`;
}

const variables = ({ globals }: Decision): readonly string[] => globals.map((name) => `  <Global variables="${name}"/>`);

/** SIPp refuses a variable that is set and never read, as that of a carrier without a word is. */
const READ = '  <Reference variables="invite"/>';

/** SIPp takes OPTIONS for a call of their own. */
function optionsOf({ onOptions, inviteRules }: Personality): readonly string[] {
  if (onOptions !== "answer") return [];
  const answer = send({ status: 200, method: "OPTIONS" });
  const [rule] = inviteRules ?? [];
  const down = rule?.options === "ignore" ? rule.when.downtime : undefined;
  return down === undefined ? [answer] : [...byDowntime(down, "options", "rest"), answer];
}

/** One way to take a call, from its first response to its end; undefined for one that SIPp cannot play. */
function storyOf(acts: readonly InviteAct[], onCancel: Personality["onCancel"]): readonly string[] | undefined {
  const isPlain = acts.every(({ fork, reliable }) => fork === undefined && reliable !== true);
  const last = acts.at(-1)?.status ?? 0;
  // A call that was only answered cannot be cancelled: RFC 3261 section 9.1.
  const mayBeCancelled = acts.some(({ status }) => status < 200);
  if (!isPlain || (onCancel === "ignores" && mayBeCancelled)) return undefined;
  if (acts.length === 0) return [`  <pause milliseconds="${SILENT_MS}"/>`];
  return [...acts.flatMap(played), ...ending(last, onCancel)];
}

function played(act: InviteAct, index: number, acts: readonly InviteAct[]): readonly string[] {
  const { status, reason, headers, sdp, afterMs } = act;
  const wait = afterMs - (acts[index - 1]?.afterMs ?? 0);
  const sent = send({ status, reason, method: "INVITE", sdp: sdp === "answer", ...(headers === undefined ? {} : { headers }) });
  return wait > 0 ? [`  <pause milliseconds="${wait}"/>`, sent] : [sent];
}

const RELEASE = [receive("ACK"), receive("BYE"), send({ status: 200, method: "BYE" })];

function ending(status: number, onCancel: Personality["onCancel"]): readonly string[] {
  if (status >= 300) return [receive("ACK")];
  if (status >= 200) return RELEASE;
  const cancelled = [receive("CANCEL"), send({ status: 200, method: "CANCEL" })];
  if (onCancel === "answersAnyway") return [...cancelled, send({ status: 200, method: "INVITE", sdp: true }), ...RELEASE];
  return [...cancelled, send({ status: 487, method: "INVITE" }), receive("ACK")];
}
