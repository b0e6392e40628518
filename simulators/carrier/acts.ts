import type { InviteAct, Personality } from "../endpoint";

// What several carriers do.

/** What a carrier does otherwise than a polite party. */
export type Changes = Partial<Omit<Personality, "name" | "basis">>;

export const trying: InviteAct = { afterMs: 0, status: 100 };
export const ringing: InviteAct = { afterMs: 200, status: 180 };

/** No word to anything. */
export const SILENCE: Changes = {
  onInvite: [],
  onCancel: "ignores",
  onBye: "ignore",
  onOptions: "ignore",
  onUpdate: "ignore",
  onReinvite: "ignore",
  onInfo: "ignore",
};
