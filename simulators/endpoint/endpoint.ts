import { formatSocketAddress, UsageError, type SocketAddress } from "../../src/base";
import type { Clock, Network, Random, UdpSocket } from "../../src/ports";
import type { PartyAction } from "./action";
import type { CallPlan } from "./call-plan";
import { CalleeLeg } from "./callee-leg";
import { CallerLeg } from "./caller-leg";
import { ChallengeGate } from "./challenge-gate";
import { Dialog } from "./dialog";
import { InviteChoice, type IncomingCall } from "./invite-choice";
import type { Leg, LegReport } from "./leg";
import type { LegHost } from "./leg-host";
import { MediaSession, type MediaReport } from "./media-session";
import { MessageLog, type LoggedMessage } from "./message-log";
import type { InviteAct, Personality } from "./personality";
import { cseqOf, header, methodOf, readSipText, tagOf, writeSipText, type HeaderText, type SipText } from "./sip-text";

/** Where a party lives and how it behaves. */
export interface EndpointOptions {
  readonly name: string;
  readonly clock: Clock;
  readonly network: Network;
  /** The party's own stream: tags, Call-IDs, SSRCs. */
  readonly random: Random;
  /** Signalling address, UDP. */
  readonly address: SocketAddress;
  /** First RTP port; each call takes the next even one. Default {@link FIRST_MEDIA_PORT}. */
  readonly firstMediaPort?: number;
  readonly personality: Personality;
}

/** First of the ports for media, as the guides' examples have it. */
export const FIRST_MEDIA_PORT = 30_000;
/** Ports before the first one is taken again; our choice: two thousand calls at once. */
const MEDIA_PORTS = 4_000;

/** Calls that a party remembers, ended ones included; one more is answered 503. Our choice: far above any scenario. */
export const MAX_CALLS = 20_000;

/** Which call: the scenario's name of it, a dialled number's last digits, or the newest one when nothing is said. */
export interface LegSelector {
  readonly call?: string;
  readonly number?: string;
}

/**
 * A scripted SIP party: calls, is called, speaks, listens, and keeps a log of every message.
 *
 * It shares no SIP code with the switch. Runs on any Clock and Network; its behaviour is its {@link Personality}.
 */
export class Endpoint implements LegHost {
  readonly name: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly personality: Personality;
  readonly address: SocketAddress;
  private readonly choice: InviteChoice;
  private readonly gate: ChallengeGate | undefined;
  private readonly log = new MessageLog();
  private readonly legsByCallId = new Map<string, Leg>();
  private readonly socket: UdpSocket;
  private readonly trouble: string[] = [];
  private nextMediaPort: number;
  private vanished = false;
  private closed = false;

  constructor(
    private readonly options: EndpointOptions,
    onListening: () => void = () => undefined,
  ) {
    this.name = options.name;
    this.clock = options.clock;
    this.random = options.random;
    this.personality = options.personality;
    this.address = options.address;
    this.choice = new InviteChoice(options.personality, options.clock, () => this.openIncomingCalls());
    const { challenges } = options.personality;
    this.gate = challenges === undefined ? undefined : new ChallengeGate(challenges, options.random.fork("nonce"));
    this.nextMediaPort = options.firstMediaPort ?? FIRST_MEDIA_PORT;
    this.socket = options.network.udp(
      { local: options.address },
      {
        onListening,
        onDatagram: (bytes, from) => this.onDatagram(bytes, from),
        onError: (error) => {
          if (error.code !== "NETWORK_UNREACHABLE") this.problem(`signalling: ${error.message}`);
        },
      },
    );
  }

  /** Places a call. @throws {UsageError} `ENDPOINT_TOO_MANY_CALLS`. */
  call(plan: CallPlan): void {
    if (this.legsByCallId.size >= MAX_CALLS) {
      throw new UsageError("ENDPOINT_TOO_MANY_CALLS", `${this.name} has placed and taken ${MAX_CALLS} calls already`, {
        party: this.name,
      });
    }
    const leg = new CallerLeg(this, plan);
    this.legsByCallId.set(leg.dialog.options.callId, leg);
  }

  /** Does something in a call. @throws {UsageError} `ENDPOINT_NO_SUCH_CALL`, `ENDPOINT_CANNOT_DO_THAT`. */
  act(selector: LegSelector, action: PartyAction): void {
    const leg = this.find(selector);
    if (!leg.act(action)) {
      throw new UsageError("ENDPOINT_CANNOT_DO_THAT", `${this.name} cannot ${action.do} in a call that is ${leg.state}`, {
        party: this.name,
        action: action.do,
        state: leg.state,
      });
    }
  }

  /** A request outside any call, such as an OPTIONS ping. Sent once. */
  ping(method: string, to: SocketAddress): void {
    const uri = `sip:${formatSocketAddress(to)}`;
    const dialog = new Dialog({
      callId: `${this.random.hex(16)}@${this.address.address}`,
      localTag: this.random.hex(8),
      localParty: `<sip:ping@${this.address.address}>`,
      remoteParty: `<${uri}>`,
      remoteTarget: uri,
      peer: to,
      contact: this.address,
      claimedContact: this.address,
      allowsUpdate: true,
      random: this.random,
    });
    this.send(dialog.request(method), to);
  }

  /** Bytes as they are, from the signalling port: malformed messages, noise. */
  sendRaw(bytes: Buffer, to: SocketAddress): void {
    this.transmit(bytes, to);
  }

  get legs(): readonly LegReport[] {
    return [...this.legsByCallId.values()].map((leg) => leg.report);
  }

  get messages(): readonly LoggedMessage[] {
    return this.log.messages;
  }

  /** True after the party went silent for good. */
  get hasVanished(): boolean {
    return this.vanished;
  }

  /** Failures that no scenario asked for: unreadable messages, ports that could not be bound. */
  get problems(): readonly string[] {
    return this.trouble;
  }

  /** What one call's media carried. @throws {UsageError} `ENDPOINT_NO_SUCH_CALL`. */
  media(selector: LegSelector): MediaReport {
    return this.find(selector).mediaReport;
  }

  /** Media of every call, in the order of the calls. */
  get allMedia(): readonly MediaReport[] {
    return [...this.legsByCallId.values()].map((leg) => leg.mediaReport);
  }

  /** Stops every timer and closes every socket; the logs stay readable. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    for (const leg of this.legsByCallId.values()) leg.close();
    this.socket.close();
  }

  send(message: SipText, to: SocketAddress): void {
    this.transmit(writeSipText(message), to);
  }

  actsFor(call: IncomingCall): readonly InviteAct[] {
    return this.choice.actsFor(call);
  }

  openMedia(): MediaSession {
    const first = this.options.firstMediaPort ?? FIRST_MEDIA_PORT;
    const port = this.nextMediaPort;
    this.nextMediaPort = first + ((port - first + 2) % MEDIA_PORTS);
    return new MediaSession({
      clock: this.clock,
      network: this.options.network,
      random: this.random.fork(`media ${port}`),
      local: { address: this.address.address, port },
      speaker: this.name,
      onProblem: (what) => this.problem(what),
    });
  }

  vanish(): void {
    this.vanished = true;
    for (const leg of this.legsByCallId.values()) leg.silence();
  }

  problem(what: string): void {
    this.trouble.push(`${this.name}: ${what}`);
  }

  private transmit(bytes: Buffer, to: SocketAddress): void {
    if (this.vanished || this.closed) return;
    this.log.add({ at: this.clock.now(), direction: "sent", local: this.address, remote: to, text: bytes.toString("latin1") });
    this.socket.send(bytes, to);
  }

  private onDatagram(bytes: Buffer, from: SocketAddress): void {
    if (this.vanished) return;
    this.log.add({
      at: this.clock.now(),
      direction: "received",
      local: this.address,
      remote: from,
      text: bytes.toString("latin1"),
    });
    const message = readSipText(bytes);
    if (message === undefined) return this.problem(`cannot read a message from ${formatSocketAddress(from)}`);
    this.dispatch(message, from);
  }

  private dispatch(message: SipText, from: SocketAddress): void {
    const callId = header(message, "Call-ID") ?? "";
    const leg = this.legsByCallId.get(callId);
    const method = methodOf(message);
    if (method === undefined) return leg?.onResponse(message);
    const challenge = this.gate?.refusalOf(message);
    if (challenge !== undefined) return this.send(this.stateless(message, this.gate?.status ?? 407, challenge), from);
    const isNewCall = method === "INVITE" && tagOf(header(message, "To")) === undefined;
    // After a refusal such as 422 the same caller may try again in the same Call-ID with a higher CSeq.
    const triesAgain = isNewCall && leg?.state === "ended" && cseqOf(message).number > leg.firstCSeq;
    if (leg !== undefined && !triesAgain) return leg.onRequest(message, from);
    if (isNewCall && this.legsByCallId.size >= MAX_CALLS) return this.send(this.stateless(message, 503), from);
    if (isNewCall) {
      this.legsByCallId.set(callId, new CalleeLeg(this, message, from));
      return;
    }
    if (method === "OPTIONS") return this.answerOptions(message, from);
    if (method !== "ACK") this.send(this.stateless(message, 481), from);
  }

  private openIncomingCalls(): readonly IncomingCall[] {
    return [...this.legsByCallId.values()].filter((leg) => leg instanceof CalleeLeg).filter(({ state }) => state !== "ended");
  }

  private answerOptions(request: SipText, from: SocketAddress): void {
    const reaction = this.choice.options();
    if (reaction !== "ignore") this.send(this.stateless(request, reaction === "answer" ? 200 : reaction), from);
  }

  private stateless(request: SipText, status: number, headers: readonly HeaderText[] = []): SipText {
    const options = {
      callId: "",
      localTag: this.random.hex(8),
      localParty: "",
      remoteParty: "",
      remoteTarget: "",
      peer: this.address,
      contact: this.address,
      claimedContact: this.address,
      allowsUpdate: true,
      random: this.random,
    };
    return new Dialog(options).response(request, status, { headers });
  }

  private find({ call, number }: LegSelector): Leg {
    const legs = [...this.legsByCallId.values()].reverse();
    const named = call === undefined ? undefined : legs.find((leg) => leg.call === call);
    const dialled = number === undefined ? undefined : legs.find((leg) => leg.number.endsWith(number));
    const found = named ?? dialled ?? (call === undefined || number !== undefined ? legs[0] : undefined);
    if (found === undefined) {
      throw new UsageError("ENDPOINT_NO_SUCH_CALL", `${this.name} has no call ${call ?? number ?? "at all"}`, {
        party: this.name,
      });
    }
    return found;
  }
}
