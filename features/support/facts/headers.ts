import assert from "node:assert";
import { headerLines, type SipText } from "../../../simulators/endpoint";
import type { Stage } from "../stages/stage";
import type { MessageChoice } from "../parameter-types/sip-message";
import { expected } from "./expect";
import { describe, matching, messagesOf, withoutRepeats, type MessageFact } from "./message-facts";

const ORDINALS = { first: 0, second: 1, third: 2, last: -1 } as const;

/** One message that a party received, retransmissions not counted. */
export async function chosen(stage: Stage, party: string, choice: MessageChoice): Promise<MessageFact> {
  const all = await messagesOf(stage, party, "received");
  const found = withoutRepeats(matching(all, choice)).at(ORDINALS[choice.which]);
  assert(found !== undefined, expected(`leg of ${party}`, `to receive a ${choice.which} ${choice.label}`, describe(all)));
  return found;
}

/** Every value line of a header. */
export const headersOf = (message: SipText, name: string): readonly string[] => headerLines(message, name);

/** The header is there and says `value`: as a whole, as one of its comma-separated parts, or with parameters behind. */
export function carries(where: string, message: SipText, name: string, value: string): void {
  const lines = headersOf(message, name);
  const says = (line: string): boolean =>
    line === value ||
    line.includes(value.startsWith('"') || value.startsWith("<") ? value : "\0") ||
    line.split(",").some((part) => part.trim() === value || part.trim().startsWith(`${value};`)) ||
    (name === "From" && line.includes(value));
  assert(lines.some(says), expected(where, `${name}: ${value}`, lines.length === 0 ? `no ${name}` : lines.join(" | ")));
}
