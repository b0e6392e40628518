import type { EndDirection, EndReason } from "../cdr";

/** Why and by whom a call ended, as its record says it. */
export interface CallEnd {
  readonly reason: EndReason;
  readonly direction: EndDirection;
  /** Reason header of the message that ended it (RFC 3326). */
  readonly sipReason?: string | undefined;
}

/** An end that the switch itself decided. */
export const endedByServer = (reason: EndReason, sipReason?: string): CallEnd => ({ reason, direction: "server", sipReason });
