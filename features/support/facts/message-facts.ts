import { formatSocketAddress, inSeconds, type Duration, type Instant } from "../../../src/base";
import {
  cseqOf,
  header,
  methodOf,
  readSipText,
  reasonOf,
  statusOf,
  tagOf,
  type LoggedMessage,
  type SipText,
} from "../../../simulators/endpoint";
import type { Stage } from "../stages/stage";

/** A message in a party's log, read. */
export interface MessageFact {
  readonly logged: LoggedMessage;
  readonly message: SipText;
  /** `INVITE`, `200`. */
  readonly label: string;
  /** Method of CSeq. */
  readonly method: string;
}

export type Way = "sent" | "received";

/** Which messages: a method or a status, and for a status the method that it answers. */
export interface MessageFilter {
  readonly label: string;
  readonly answering?: string;
  /** Requests inside a call alone: re-INVITE. */
  readonly inDialog?: boolean;
}

/** What a party sent or received, in order of time. */
export async function messagesOf(stage: Stage, party: string, way: Way): Promise<readonly MessageFact[]> {
  const logged = await stage.messages(party);
  return logged.flatMap((each) => {
    const message = each.direction === way ? readSipText(Buffer.from(each.text, "latin1")) : undefined;
    if (message === undefined) return [];
    return [{ logged: each, message, label: methodOf(message) ?? String(statusOf(message)), method: cseqOf(message).method }];
  });
}

/** Those messages that a filter means. */
export function matching(facts: readonly MessageFact[], { label, answering, inDialog }: MessageFilter): readonly MessageFact[] {
  return facts.filter(
    (fact) =>
      fact.label === label &&
      (answering === undefined || fact.method === answering) &&
      (inDialog !== true || tagOf(header(fact.message, "To")) !== undefined),
  );
}

/** Copies of one message, retransmissions of each other, counted once: same Call-ID, CSeq, label and To tag. */
export function withoutRepeats(facts: readonly MessageFact[]): readonly MessageFact[] {
  const seen = new Set<string>();
  return facts.filter(({ message, label }) => {
    const key = [label, header(message, "Call-ID"), header(message, "CSeq"), tagOf(header(message, "To"))].join(" ");
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

/** Seconds from `start` to each message, rounded to a millisecond. */
export const secondsAfter = (start: Instant, facts: readonly MessageFact[]): readonly number[] =>
  facts.map(({ logged }) => Math.round(inSeconds((logged.at - start) as Duration) * 1_000) / 1_000);

/** A party's log in a few words, for a failure: `received INVITE from 192.0.2.1:5060 at 0.010 s`. */
export function describe(facts: readonly MessageFact[]): string {
  if (facts.length === 0) return "nothing";
  return facts
    .map(({ logged, label, message, method }) => {
      const what = statusOf(message) === undefined ? label : `${label} ${reasonOf(message)} (${method})`;
      return `${what} ${logged.direction === "sent" ? "to" : "from"} ${formatSocketAddress(logged.remote)} at ${inSeconds(logged.at as number as Duration).toFixed(3)} s`;
    })
    .join("\n    ");
}
