import type { SocketAddress } from "../../src/base";
import type { Clock, Random } from "../../src/ports";
import type { MediaSession } from "./media-session";
import type { IncomingCall } from "./invite-choice";
import type { InviteAct, Personality } from "./personality";
import type { SipText } from "./sip-text";

/** What a leg asks of the party that it belongs to. */
export interface LegHost {
  readonly name: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly personality: Personality;
  readonly address: SocketAddress;
  /** How a new call is taken. Asked once for each call. */
  actsFor(call: IncomingCall): readonly InviteAct[];
  send(message: SipText, to: SocketAddress): void;
  openMedia(): MediaSession;
  /** Goes silent for good. */
  vanish(): void;
  /** Something happened that a scenario did not ask for. */
  problem(what: string): void;
}
