import assert from "node:assert";
import type { Stage } from "../stages/stage";
import { expected } from "./expect";
import { describe, matching, messagesOf, type MessageFact, type MessageFilter } from "./message-facts";

/**
 * The first message that a party received of a kind. Fails with all that it did receive.
 *
 * On real sockets a message may still be on its way when the other side of the call already knows: it has the stage's tolerance.
 */
export async function assertReceived(stage: Stage, party: string, filter: MessageFilter): Promise<MessageFact> {
  await stage.until(async () => matching(await messagesOf(stage, party, "received"), filter).length > 0, stage.tolerance);
  const all = await messagesOf(stage, party, "received");
  const [found] = matching(all, filter);
  assert(found !== undefined, expected(`leg of ${party}`, `to receive ${filter.label}`, describe(all)));
  return found;
}

/** Fails when a party received a message of a kind. */
export async function assertSilent(stage: Stage, party: string, filter: MessageFilter): Promise<void> {
  const found = matching(await messagesOf(stage, party, "received"), filter);
  assert(found.length === 0, expected(`leg of ${party}`, `to receive no ${filter.label}`, describe(found)));
}
