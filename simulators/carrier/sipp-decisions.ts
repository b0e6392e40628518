import type { ChallengeTraits, InviteCondition, InviteRule, Personality } from "../endpoint";
import { compares, does, goTo, label, receive, receiveInvite, send } from "./sipp-messages";

/** How SIPp comes to take one call otherwise than most. */
export interface Decision {
  /** Variables that all calls share. */
  readonly globals: readonly string[];
  /** Actions with the INVITE. */
  readonly actions: readonly string[];
  /** Elements after it; they go to the label `otherwise` when the call is to be taken so. */
  readonly elements: readonly string[];
  /** Elements when the call has ended, whichever way. */
  readonly atTheEnd: readonly string[];
}

const NOTHING: Decision = { globals: [], actions: [], elements: [], atTheEnd: [] };

const OTHERWISE = "otherwise";

/** The first `hit` of each `of` calls. */
function byTurns({ hit, of }: NonNullable<InviteCondition["share"]>): Decision {
  return {
    ...NOTHING,
    globals: ["turn"],
    actions: [
      '<add assign_to="turn" value="1"/>',
      compares("isHit", "turn", "less_than_equal", hit),
      compares("isWithin", "turn", "less_than", of),
    ],
    elements: [
      goTo(OTHERWISE, "isHit"),
      goTo("turned", "isWithin"),
      does('<assign assign_to="turn" value="0"/>'),
      label("turned"),
    ],
  };
}

/** Calls over `lines` at once. */
const byLines = (lines: number): Decision => ({
  globals: ["open"],
  actions: ['<add assign_to="open" value="1"/>', compares("isOver", "open", "greater_than", lines)],
  elements: [goTo(OTHERWISE, "isOver")],
  atTheEnd: [does('<subtract assign_to="open" value="1"/>')],
});

/** Where the carrier stands in its turns of work and failure: what is left of its age when whole turns are taken away. */
export function byDowntime(
  { upMs, downMs }: NonNullable<InviteCondition["downtime"]>,
  name: string,
  down: string,
): readonly string[] {
  const turn = upMs + downMs;
  return [
    does('<assignstr assign_to="tick" value="[clock_tick]"/>', '<todouble assign_to="phase" variable="tick"/>'),
    label(`${name}Turn`),
    does(compares("isThisTurn", "phase", "less_than", turn)),
    goTo(`${name}Phase`, "isThisTurn"),
    does(`<subtract assign_to="phase" value="${turn}"/>`),
    goTo(`${name}Turn`),
    label(`${name}Phase`),
    does(compares("isDown", "phase", "greater_than_equal", upMs)),
    goTo(down, "isDown"),
  ];
}

/** What of a carrier's rules SIPp can decide: one rule with one condition that needs no memory of single caller numbers. */
export function decisionOf({
  inviteRules = [],
  servesOnly,
}: Pick<Personality, "inviteRules" | "servesOnly">): Decision | undefined {
  const [rule, ...more] = inviteRules;
  if (servesOnly !== undefined) {
    if (rule !== undefined) return undefined;
    const fits = `<ereg regexp="^INVITE sips?:${servesOnly.prefix}" search_in="msg" assign_to="fits"/>`;
    return { ...NOTHING, actions: [fits], elements: [goTo("served", "fits"), goTo(OTHERWISE), label("served")] };
  }
  if (rule === undefined) return NOTHING;
  return more.length > 0 ? undefined : decisionOfRule(rule);
}

function decisionOfRule({ when }: InviteRule): Decision | undefined {
  const [condition, ...more] = Object.keys(when);
  if (more.length > 0) return undefined;
  if (condition === "share" && when.share !== undefined) return byTurns(when.share);
  if (condition === "linesOver" && when.linesOver !== undefined) return byLines(when.linesOver);
  if (condition !== "downtime" || when.downtime === undefined) return undefined;
  return { ...NOTHING, elements: byDowntime(when.downtime, "invite", OTHERWISE) };
}

/**
 * The INVITE until it carries the right digest, checked by SIPp itself: MD5 of a 401, with or without qop. Undefined for another
 * challenge. A wrong answer is challenged again and then left alone.
 */
export function challengesOf(traits: ChallengeTraits): readonly string[] | undefined {
  const { by, of, realm, username, password, algorithms, qop, nonceUses, firstIsStale = false } = traits;
  const isInviteAlone = of.length === 1 && of[0] === "INVITE";
  if (by !== "peer" || !isInviteAlone || nonceUses !== undefined || algorithms.join() !== "MD5") return undefined;
  const challenge = (nonce: string, stale: boolean): readonly string[] => {
    const parts = [`realm="${realm}"`, ...(qop ? ['qop="auth"'] : []), `nonce="${nonce}"`, ...(stale ? ["stale=true"] : [])];
    const value = `Digest ${parts.join(", ")}`;
    return [send({ status: 401, method: "INVITE", headers: [{ name: "WWW-Authenticate", value }] }), receive("ACK")];
  };
  const answered = receiveInvite(`<verifyauth assign_to="isRight" username="${username}" password="${password}"/>`);
  return [
    ...challenge("first-[call_number]", false),
    answered,
    ...(firstIsStale
      ? [goTo("stale", "isRight"), goTo("wrong"), label("stale"), ...challenge("second-[call_number]", true), answered]
      : []),
    goTo("right", "isRight"),
    ...(firstIsStale ? [label("wrong")] : []),
    ...challenge("last-[call_number]", false),
    goTo("over"),
    label("right"),
  ];
}
