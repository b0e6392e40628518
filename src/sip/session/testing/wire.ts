import {
  createTimerWheel,
  formatSocketAddress,
  inSeconds,
  milliseconds,
  after,
  type Duration,
  type Instant,
  type SocketAddress,
  type TimerWheel,
} from "../../../base";
import { parseMessage, type AnySipMessage, type SipRequest, type SipResponse } from "../../message";
import type { SipFlow, SipSender, SipTarget, SipTransportName } from "../../transaction";

/** One message as it left somebody. */
export interface Sent {
  /** Seconds since the start. */
  readonly at: number;
  readonly from: string;
  readonly to: string;
  readonly transport: SipTransportName;
  readonly message: AnySipMessage;
  readonly isLost: boolean;
}

/** What happens to one message: lost, or delivered after each of these times. */
export type Fate = "lost" | readonly Duration[];

type Receiver = (message: AnySipMessage, flow: SipFlow) => void;

/** Delay of one message unless `fate` says otherwise: small beside every timer, and not nothing. */
const DELAY = milliseconds(1);

/** The name of timers that are messages under way. */
const DELIVERY = "delivery";

/** An in-memory network in virtual time: addresses, messages between them, and a log of everything. */
export class Wire {
  readonly wheel: TimerWheel = createTimerWheel(0 as Instant);
  readonly log: Sent[] = [];
  /** Decides over each message; the default delivers it once. */
  fate: (sent: Sent) => Fate = () => [DELAY];

  private readonly receivers = new Map<string, Receiver>();

  attach(address: SocketAddress, receive: Receiver): void {
    this.receivers.set(formatSocketAddress(address), receive);
  }

  /** A sender for the transaction layer of the party at `local`. */
  senderAt(local: SocketAddress, transport: SipTransportName = "udp"): SipSender {
    return {
      send: (bytes, flow) => this.carry(bytes, flow),
      flowTo: (target: SipTarget) => ({
        transport: target.transport ?? transport,
        local: target.local ?? local,
        remote: target.remote,
      }),
    };
  }

  carry(bytes: Buffer, { transport, local, remote }: SipFlow): void {
    const parsed = parseMessage(bytes);
    if (!parsed.ok) throw new TypeError(`a message that nobody can read was sent: ${parsed.failure.rule}`);
    const from = formatSocketAddress(local);
    const to = formatSocketAddress(remote);
    const at = inSeconds(this.wheel.now as number as Duration);
    const sent = { at, from, to, transport, message: parsed.value, isLost: false };
    const fate = this.fate(sent);
    this.log.push({ ...sent, isLost: fate === "lost" });
    if (fate === "lost") return;
    for (const delay of fate) {
      this.wheel.in(delay, DELIVERY, () => {
        const again = parseMessage(bytes);
        if (again.ok) this.receivers.get(to)?.(again.value, { transport, local: remote, remote: local });
      });
    }
  }

  /** Lets `duration` pass. */
  pass(duration: Duration): void {
    this.wheel.advance(after(this.wheel.now, duration));
  }

  /** Lets time pass until nothing is armed any more. @returns false when that takes longer than `limit`. */
  settle(limit: Duration): boolean {
    const end = after(this.wheel.now, limit);
    for (let next = this.wheel.nextDeadline(); next !== undefined && next <= end; next = this.wheel.nextDeadline()) {
      this.wheel.advance(next);
    }
    return this.wheel.nextDeadline() === undefined;
  }

  /** Names of the timers that are armed, messages under way left out. */
  armed(): readonly string[] {
    return this.wheel.armed().filter((name) => name !== DELIVERY);
  }

  /** The log as lines: `0.5 192.0.2.1:5060 INVITE`, `0.501 192.0.2.2:5060 180 INVITE`. */
  lines(): string[] {
    return this.log.map(({ at, from, message }) => `${at} ${from} ${labelOf(message)}`);
  }

  /** Seconds at which `from` sent what `label` names, retransmissions included. */
  timesOf(label: string, from?: string): number[] {
    return this.log
      .filter((sent) => labelOf(sent.message) === label && (from === undefined || sent.from === from))
      .map(({ at }) => at);
  }

  requests(method: string, from?: string): SipRequest[] {
    return this.messages(from).filter(
      (message): message is SipRequest => message.kind === "request" && message.method === method,
    );
  }

  responses(status: number, method: string, from?: string): SipResponse[] {
    return this.messages(from).filter(
      (message): message is SipResponse =>
        message.kind === "response" && message.status === status && message.cseq.method === method,
    );
  }

  private messages(from: string | undefined): AnySipMessage[] {
    return this.log.filter((sent) => from === undefined || sent.from === from).map(({ message }) => message);
  }
}

/** `INVITE`, `200 INVITE`. */
export const labelOf = (message: AnySipMessage): string =>
  message.kind === "request" ? message.method : `${message.status} ${message.cseq.method}`;
