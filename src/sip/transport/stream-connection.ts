import { Buffer } from "node:buffer";
import { after, seconds, type Duration, type Instant, type SwitchError, type TimerWheel, type WheelTimer } from "../../base";
import type { TcpConnection } from "../../ports";
import { SipStreamFramer, type StreamEvent } from "../message";
import type { SipFlow } from "../transaction";

/** A keep-alive's answer, RFC 5626 section 4.4.1. */
const PONG = Buffer.from("\r\n");

/** How long a peer may take to close its end after we ended ours: our choice. */
const LINGER: Duration = seconds(5);

/** Why a connection is over. */
export type ConnectionEnd =
  | { readonly kind: "closed"; readonly error: SwitchError | undefined; readonly wasOpen: boolean }
  /** Idle, displaced, not opened in time, or what came was not SIP. */
  | { readonly kind: "dropped"; readonly reason: "idle" | "connectTimeout" | "framing" | "displaced" | "shutdown" };

/** What a connection tells the transport. */
export interface StreamConnectionOwner {
  readonly wheel: TimerWheel;
  readonly idleTimeout: Duration;
  readonly firstMessageTimeout: Duration;
  readonly connectTimeout: Duration;
  onOpen(connection: StreamConnection): void;
  /** A message, well-formed or not. */
  onStreamEvent(event: Exclude<StreamEvent, { kind: "ping" }>, connection: StreamConnection): void;
  onKeepAlive(): void;
  onEnd(connection: StreamConnection, end: ConnectionEnd): void;
}

/**
 * One TCP connection that carries SIP: frames what comes, counts its idle time, and tells those whose message it could not take.
 *
 * Bytes that complete no message keep nothing alive, so a peer that drips them is dropped by the idle timer.
 */
export class StreamConnection {
  /** True once a whole message came; until then an inbound connection may be displaced. */
  isProven = false;

  private connection: TcpConnection | undefined;
  private readonly framer = new SipStreamFramer();
  private isOpen: boolean;
  private isEnded = false;
  private lastActivity: Instant;
  private idleTimer: WheelTimer;
  private lingerTimer: WheelTimer | undefined;
  private failures: (() => void)[] = [];

  constructor(
    private readonly owner: StreamConnectionOwner,
    readonly flow: SipFlow,
    readonly isInbound: boolean,
  ) {
    this.isOpen = isInbound;
    this.lastActivity = owner.wheel.now;
    this.idleTimer = isInbound
      ? owner.wheel.in(owner.firstMessageTimeout, "TCP first message", this.onIdleTimer)
      : owner.wheel.in(owner.connectTimeout, "TCP connect", () => this.drop("connectTimeout"));
  }

  /** Gives it its socket, once, before anything else. */
  attach(connection: TcpConnection): void {
    this.connection = connection;
  }

  /** Sends, or queues until the connection is open. `onFailure` is called when it never opens. */
  send(bytes: Buffer, onFailure: (() => void) | undefined): boolean {
    if (this.isEnded || this.connection === undefined) return false;
    if (!this.isOpen && onFailure !== undefined) this.failures.push(onFailure);
    this.lastActivity = this.owner.wheel.now;
    return this.connection.send(bytes);
  }

  /** The network says that it is open; an inbound one always was. */
  onOpen(): void {
    if (this.isEnded || this.isInbound) return;
    this.isOpen = true;
    this.failures = [];
    this.idleTimer.cancel();
    this.lastActivity = this.owner.wheel.now;
    this.idleTimer = this.owner.wheel.in(this.owner.idleTimeout, "TCP idle", this.onIdleTimer);
    this.owner.onOpen(this);
  }

  onData(bytes: Buffer): void {
    if (this.isEnded) return;
    for (const event of this.framer.push(bytes)) this.take(event);
  }

  onClose(error?: SwitchError): void {
    this.lingerTimer?.cancel();
    this.finish({ kind: "closed", error, wasOpen: this.isOpen });
  }

  /** Ends it from our side: politely when it is only idle or the transport closes, at once otherwise. */
  drop(reason: Extract<ConnectionEnd, { kind: "dropped" }>["reason"]): void {
    if (this.isEnded) return;
    const connection = this.connection;
    this.finish({ kind: "dropped", reason });
    const isPolite = reason === "idle" || reason === "shutdown" || reason === "framing";
    if (!isPolite || !this.isOpen) return connection?.destroy();
    connection?.end();
    this.lingerTimer = this.owner.wheel.in(LINGER, "TCP linger", () => connection?.destroy());
  }

  /** Messages that wait for the connection to open; told when it does not. */
  takeFailures(): readonly (() => void)[] {
    const failures = this.failures;
    this.failures = [];
    return failures;
  }

  private readonly onIdleTimer = (): void => {
    const { wheel, idleTimeout, firstMessageTimeout } = this.owner;
    const allowed = this.isProven || !this.isInbound ? idleTimeout : firstMessageTimeout;
    const due = after(this.lastActivity, allowed);
    if (due <= wheel.now) this.drop("idle");
    else this.idleTimer = wheel.at(due, "TCP idle", this.onIdleTimer);
  };

  private finish(end: ConnectionEnd): void {
    if (this.isEnded) return;
    this.isEnded = true;
    this.idleTimer.cancel();
    this.owner.onEnd(this, end);
  }

  private take(event: StreamEvent): void {
    if (this.isEnded) return;
    if (event.kind === "ping") return this.pong();
    this.lastActivity = this.owner.wheel.now;
    this.isProven ||= event.kind === "message";
    this.owner.onStreamEvent(event, this);
    if (event.kind === "failure" && event.isFatal) this.drop("framing");
  }

  private pong(): void {
    this.owner.onKeepAlive();
    if (this.isProven) this.lastActivity = this.owner.wheel.now;
    this.connection?.send(PONG);
  }
}
