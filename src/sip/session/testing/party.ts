import { formatSocketAddress, seconds, type SocketAddress } from "../../../base";
import type { HeaderField } from "../../message";
import { createTransactionLayer, defaultSipTimers, type SipTimers, type TransactionLayer } from "../../transaction";
import { DEFAULT_ALLOW } from "../limits";
import type { InviteSession, OutgoingInvite, SessionListener, SessionTimerPolicy } from "../types";
import { createUserAgent } from "../user-agent";
import type { UserAgent, UserAgentOptions } from "../user-agent-options";
import { chance } from "./chance";
import type { Wire } from "./wire";

/** Session timers off, so that a test about something else is not about them too. */
export const noTimer: SessionTimerPolicy = { interval: seconds(0), minSe: seconds(90), refresher: "uac", negotiation: "rfc" };

/** The documented defaults: SS_SESSION_TIMER 1800, SS_SESSION_TIMER_MIN_SE 90, SS_SESSION_TIMER_REFRESHER 0. */
export const defaultTimer: SessionTimerPolicy = {
  interval: seconds(1800),
  minSe: seconds(90),
  refresher: "uac",
  negotiation: "rfc",
};

/** What a party's listener was told, in order: `[name, ...arguments after the session]`. */
export type Told = readonly [name: keyof SessionListener, ...details: unknown[]];

export interface PartyOptions extends Partial<Omit<UserAgentOptions, "core" | "transactions" | "wheel" | "timers">> {
  readonly timer?: SessionTimerPolicy;
  readonly timers?: SipTimers;
  readonly seed?: number;
  readonly transport?: "udp" | "tcp";
  /** Reactions beside the record. */
  readonly on?: Partial<SessionListener>;
  readonly onInvite?: (session: InviteSession, sdp: Buffer | undefined) => void;
}

/** A description with version `version` of party `name`. */
export const sdp = (name: string, version = 1): Buffer =>
  Buffer.from(
    `v=0\r\no=${name} 1 ${version} IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n`,
  );

/** A user agent with a listener that writes down what it is told. */
export class Party {
  readonly agent: UserAgent;
  readonly layer: TransactionLayer;
  readonly told: Told[] = [];
  readonly calls: InviteSession[] = [];
  readonly listener: SessionListener;
  /** Reactions that a test may set at any time. */
  on: Partial<SessionListener>;
  onInvite: (session: InviteSession, sdp: Buffer | undefined) => void;
  isKnown = true;

  constructor(
    readonly wire: Wire,
    readonly address: SocketAddress,
    private readonly options: PartyOptions = {},
  ) {
    const { timer = noTimer, timers = defaultSipTimers, seed = address.port, transport = "udp", on = {}, onInvite } = options;
    this.on = on;
    this.onInvite = onInvite ?? (() => undefined);
    this.listener = this.recorder();
    const random = chance(seed);
    const branches = random.fork("branch");
    const uri = `sip:${formatSocketAddress(address)}${transport === "tcp" ? ";transport=tcp" : ""}`;
    let layer: TransactionLayer | undefined;
    this.agent = createUserAgent({
      random,
      contact: () => uri,
      sessionTimer: () => timer,
      ...options,
      wheel: wire.wheel,
      timers,
      transactions: (core) =>
        (layer = createTransactionLayer({
          sender: wire.senderAt(address, transport),
          wheel: wire.wheel,
          timers,
          core,
          nextBranch: () => branches.hex(16),
          allowedMethods: DEFAULT_ALLOW,
          supportedExtensions: () => ["100rel", "timer"],
          maxTransactions: 10_000,
        })),
      core: {
        onInvite: (session, offer) => {
          this.calls.push(session);
          this.onInvite(session, offer);
          return this.listener;
        },
        isKnown: () => this.isKnown,
      },
    });
    this.layer = layer ?? this.agent.transactions;
    wire.attach(address, (message, flow) => this.layer.receive(message, flow));
  }

  get host(): string {
    return formatSocketAddress(this.address);
  }

  /** The session of the last call that came in. */
  get call(): InviteSession {
    const last = this.calls.at(-1);
    if (last === undefined) throw new TypeError("no call has come in yet");
    return last;
  }

  /** Calls `callee`, with an offer of version 1 unless told otherwise. */
  invite(
    callee: { readonly address: SocketAddress },
    options: Partial<OutgoingInvite> & { readonly offers?: boolean } = {},
  ): InviteSession {
    const { offers = true, ...rest } = options;
    return this.agent.invite(
      {
        target: { remote: callee.address, transport: this.options.transport ?? "udp" },
        uri: `sip:+442079460123@${formatSocketAddress(callee.address)}`,
        from: `<sip:+442079460100@${this.host}>`,
        to: `<sip:+442079460123@${formatSocketAddress(callee.address)}>`,
        timer: this.options.timer ?? noTimer,
        ...(offers ? { sdp: sdp("caller") } : {}),
        ...rest,
      },
      this.listener,
    );
  }

  /** Names of what the listener was told, in order. */
  names(): string[] {
    return this.told.map(([name]) => name);
  }

  /** Details of each time that the listener was told `name`. */
  detailsOf(name: keyof SessionListener): readonly (readonly unknown[])[] {
    return this.told.filter(([told]) => told === name).map(([, ...details]) => details);
  }

  private recorder(): SessionListener {
    const record =
      <Name extends keyof SessionListener>(name: Name) =>
      (...parameters: Parameters<Required<SessionListener>[Name]>): void => {
        const [, ...details] = parameters;
        this.told.push([name, ...details]);
        (this.on[name] as ((...given: Parameters<Required<SessionListener>[Name]>) => void) | undefined)?.(...parameters);
      };
    return {
      onProvisional: record("onProvisional"),
      onAnswered: record("onAnswered"),
      onFailed: record("onFailed"),
      onCancelCompleted: record("onCancelCompleted"),
      onCancelled: record("onCancelled"),
      onAcknowledged: record("onAcknowledged"),
      onOffer: record("onOffer"),
      onOfferOutcome: record("onOfferOutcome"),
      onRequest: record("onRequest"),
      onEnded: (session, end, hold) => {
        this.told.push(["onEnded", end]);
        this.on.onEnded?.(session, end, hold);
      },
    };
  }
}

/** A header field, shortly. */
export const header = (name: string, value: string): HeaderField => ({ name, value });
