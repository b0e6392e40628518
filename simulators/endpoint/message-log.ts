import type { Instant, SocketAddress } from "../../src/base";

/** A SIP message that a party sent or received. */
export interface LoggedMessage {
  /** On the lab's monotonic clock. */
  readonly at: Instant;
  readonly direction: "sent" | "received";
  readonly local: SocketAddress;
  readonly remote: SocketAddress;
  /** The whole message, latin1. */
  readonly text: string;
}

/** Most messages that a party keeps; our choice: far above any scenario. Later ones are counted, not kept. */
export const MAX_LOGGED_MESSAGES = 50_000;

/** What a party sent and received, in order of time. */
export class MessageLog {
  private readonly kept: LoggedMessage[] = [];
  private unkept = 0;

  add(message: LoggedMessage): void {
    if (this.kept.length < MAX_LOGGED_MESSAGES) this.kept.push(message);
    else this.unkept += 1;
  }

  get messages(): readonly LoggedMessage[] {
    return this.kept;
  }

  /** Messages beyond {@link MAX_LOGGED_MESSAGES}. */
  get dropped(): number {
    return this.unkept;
  }
}
