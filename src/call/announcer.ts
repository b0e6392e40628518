import { milliseconds } from "../base";
import type { Clock, Timer } from "../ports";
import type { InviteSession } from "../sip";
import type { CrossingSdp } from "./crossing-sdp";
import type { BridgeSide, MediaBridge } from "./media-bridge";

/** Prompts for one caller. */
export interface CallAnnouncement {
  readonly prompts: readonly string[];
  readonly language: string;
}

export interface AnnouncerOptions {
  readonly clock: Clock;
  readonly bridge: MediaBridge;
  /** The caller's leg, without an answer as yet. */
  readonly session: InviteSession;
  readonly offer: CrossingSdp;
  /** The caller's side of the relay. */
  readonly side: BridgeSide;
}

/**
 * Plays prompts to a caller in early media: 183 with an answer to his offer, and never a 200 that would begin a bill (BAL-017).
 *
 * What stands in the way of a prompt (no media port, no codec in common, no such prompt) leaves the prompt out, not the call.
 */
export class Announcer {
  private timer: Timer | undefined;
  private isStopped = false;

  constructor(private readonly options: AnnouncerOptions) {}

  /** @param done called once, with the answer that the caller was given, when it is over; never after {@link stop}. */
  play(announcement: CallAnnouncement, done: (answer: Buffer | undefined) => void): void {
    const { bridge, offer, side } = this.options;
    const over = (answer?: Buffer): void => {
      if (!this.isStopped) done(answer);
    };
    bridge.prepare({ isProxied: true, a: side, b: { ...side, encrypt: false } }, (result) => {
      if (this.isStopped) return;
      if (!result.ok) return over();
      bridge.announce(offer, announcement, (played) => {
        if (this.isStopped) return;
        if (played === undefined) return over();
        this.options.session.progress(183, { sdp: played.answer });
        this.timer = this.options.clock.in(milliseconds(played.durationMs), "prompt", () => over(played.answer));
      });
    });
  }

  /** The call is over: nothing is told any more. */
  stop(): void {
    this.isStopped = true;
    this.timer?.cancel();
  }
}
