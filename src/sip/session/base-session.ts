import type { Instant, SocketAddress } from "../../base";
import type { DigestClient } from "../digest";
import type { HeaderField, SipRequest, SipResponse } from "../message";
import type { ServerTransaction, SipFlow } from "../transaction";
import type { AgentContext, TableEntry } from "./agent-context";
import type { DialogUsage } from "./dialog-usage";
import type { HoldBye, InviteSession, SessionEnd, SessionListener, SessionState } from "./types";
import type { UsageHost } from "./usage-host";

const nothing = (): void => undefined;
const holdNothing: HoldBye = () => nothing;

/** What both roles of a session have in common: its end, and what its owner does inside the dialog. */
export abstract class BaseSession implements InviteSession, UsageHost, TableEntry {
  readonly id: string;
  state: SessionState = "initial";
  answeredAt: Instant | undefined;

  abstract readonly role: "uac" | "uas";
  abstract readonly invite: SipRequest;
  abstract readonly callId: string;
  abstract readonly localTag: string;
  abstract readonly remote: SocketAddress;
  abstract readonly flow: SipFlow | undefined;
  abstract readonly mayOfferEarly: boolean;
  readonly digest: DigestClient | undefined = undefined;

  /** Transactions that outlive the session: it stays known until they are done. */
  private holds = 0;
  private deferredBye: readonly HeaderField[] | undefined;

  constructor(
    protected readonly context: AgentContext,
    public listener: SessionListener,
  ) {
    this.id = context.nextId();
  }

  get session(): InviteSession {
    return this;
  }

  /** The dialog that calls of the owner mean: the confirmed one, or the early one that was last heard of. */
  protected abstract get usage(): DialogUsage | undefined;

  abstract progress(...parameters: Parameters<InviteSession["progress"]>): boolean;
  abstract answer(...parameters: Parameters<InviteSession["answer"]>): boolean;
  abstract reject(...parameters: Parameters<InviteSession["reject"]>): boolean;
  abstract cancel(headers?: readonly HeaderField[]): boolean;
  abstract end(headers?: readonly HeaderField[]): boolean;

  acknowledge(sdp?: Buffer): boolean {
    return this.usage?.acknowledge(sdp) ?? false;
  }

  offer(sdp: Buffer | undefined, headers: readonly HeaderField[] = []): boolean {
    return this.usage?.outgoing.offer(sdp, headers) ?? false;
  }

  answerOffer(sdp: Buffer, headers: readonly HeaderField[] = []): boolean {
    return this.usage?.incoming.answer(sdp, headers) ?? false;
  }

  rejectOffer(status: number, headers: readonly HeaderField[] = []): boolean {
    return this.usage?.incoming.refuse(status, headers) ?? false;
  }

  request(...[method, options, done]: Parameters<InviteSession["request"]>): boolean {
    return this.usage?.relay(method, options, done) ?? false;
  }

  // What the dialog's usage tells its session.

  onBye(request: SipRequest, transaction: ServerTransaction): void {
    const { usage } = this;
    const answer = (): void => {
      if (transaction.finalStatus === undefined) usage?.respond(transaction, 200);
    };
    if (this.state === "confirmed") {
      let isHeld = false;
      const hold: HoldBye = () => {
        isHeld = true;
        return answer;
      };
      this.conclude({ cause: "bye", by: "remote", request }, [], hold);
      if (!isHeld) answer();
      return;
    }
    answer();
    if (this.deferredBye === undefined) return;
    this.deferredBye = undefined;
    usage?.incoming.close(false);
    this.finish();
  }

  onLastAck(): void {
    const headers = this.deferredBye;
    this.deferredBye = undefined;
    if (headers !== undefined) this.sendBye(headers);
    this.finish();
  }

  abstract onPrack(request: SipRequest, transaction: ServerTransaction): void;
  abstract onExchangeSettled(): void;

  /** Ends a confirmed session. A BYE of ours may not overtake the ACK for our 2xx: RFC 3261 section 15. */
  conclude(end: SessionEnd, headers: readonly HeaderField[] = [], hold: HoldBye = holdNothing): void {
    const { usage } = this;
    if (this.state !== "confirmed" || usage === undefined) return;
    this.state = "terminated";
    const waitsForAck = end.by === "local" && end.cause !== "ackTimeout" && usage.incoming.awaitsInitialAck;
    usage.close({ keepSuccesses: waitsForAck });
    if (waitsForAck) this.deferredBye = headers;
    else if (end.by === "local") this.sendBye(headers);
    this.finish();
    this.listener.onEnded(this, end, hold);
  }

  // What the agent tells the session.

  abstract onRequest(request: SipRequest, transaction: ServerTransaction): void;
  abstract onAck(request: SipRequest): boolean;
  abstract onStraySuccess(response: SipResponse): boolean;

  /** Keeps the session known until the returned function is called. */
  protected hold(): () => void {
    this.holds += 1;
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.holds -= 1;
      this.finish();
    };
  }

  /** Forgets the session once it has ended and nothing of it is under way. */
  protected finish(): void {
    if (this.state !== "terminated" || this.holds > 0 || this.deferredBye !== undefined) return;
    this.context.release(this);
    this.onReleased();
  }

  /** Nothing of the session is under way any more. */
  protected onReleased(): void {
    // Most sessions leave nothing behind.
  }

  private sendBye(headers: readonly HeaderField[]): void {
    this.usage?.bye(headers, this.hold());
  }
}
