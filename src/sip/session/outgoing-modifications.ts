import { seconds, times, type Duration } from "../../base";
import type { HeaderField, SipResponse } from "../message";
import type { ClientTransaction } from "../transaction";
import type { RequestUser } from "./answering-request";
import type { DialogUsage } from "./dialog-usage";
import { SDP_TYPE, sdpOf } from "./sdp-body";

/** Times that one offer or refresh is sent again after 491, 500 with Retry-After, or 422. Our choice; RFC 3261 section 14.1 asks for one. */
export const MAX_MODIFICATION_RETRIES = 4;

/** Longest Retry-After of a 500 that an offer waits for: the most that RFC 3261 section 14.2 lets a peer ask. */
const LONGEST_RETRY_AFTER = seconds(10);

/** How long a re-INVITE that got a provisional response may go without a final one before it is cancelled. Our choice, timer C's least value. */
const REINVITE_WAIT = seconds(180);

/**
 * `offer`: the owner's. `refresh`: the session timer's. `insist`: the refresh at once after an unusable timer answer (DBG-103);
 * a refusal of it leaves the session as it is.
 */
type Purpose = "offer" | "refresh" | "insist";

interface Modification {
  readonly purpose: Purpose;
  readonly sdp: Buffer | undefined;
  readonly headers: readonly HeaderField[];
  retries: number;
}

interface Flight {
  readonly modification: Modification;
  readonly method: "INVITE" | "UPDATE";
  cseq: number;
  readonly sentOffer: boolean;
  transaction: ClientTransaction | undefined;
  isSettled: boolean;
}

/** Offers and refreshes of ours inside a dialog: one at a time, retried after glare. RFC 3261 section 14.1, RFC 3311, RFC 4028 section 10. */
export class OutgoingModifications {
  private flight: Flight | undefined;
  /** An offer of the owner that waits for quiet, or for its glare timer. */
  private queued: Modification | undefined;
  /** A refresh that waits for quiet. */
  private waiting: Modification | undefined;

  constructor(private readonly usage: DialogUsage) {}

  get isInFlight(): boolean {
    return this.flight !== undefined;
  }

  get isInviteInFlight(): boolean {
    return this.flight?.method === "INVITE";
  }

  /** Takes an offer of the owner: sends it now, or as soon as nothing else is under way. */
  offer(sdp: Buffer | undefined, headers: readonly HeaderField[]): boolean {
    const { usage } = this;
    const isOwnersUnderWay = this.queued !== undefined || this.flight?.modification.purpose === "offer";
    if (usage.isClosed || isOwnersUnderWay || usage.incoming.isPending || !this.maySend(sdp)) return false;
    this.submit({ purpose: "offer", sdp, headers, retries: 0 });
    return true;
  }

  /** The session timer wants a refresh. */
  refresh(): void {
    this.submit({ purpose: "refresh", sdp: undefined, headers: [], retries: 0 });
  }

  /** A refresh at once, since the timer answer was not usable. */
  insist(): void {
    this.submit({ purpose: "insist", sdp: undefined, headers: [], retries: 0 });
  }

  /** Something came to rest: sends what waited for that. */
  continue(): void {
    if (this.usage.isClosed || !this.usage.isQuiet) return;
    const isAfterGlare = this.usage.timers.has("offer retry");
    const next = isAfterGlare ? undefined : this.queued;
    if (next !== undefined) {
      this.queued = undefined;
      return this.send(next);
    }
    const refresh = this.waiting;
    this.waiting = undefined;
    if (refresh !== undefined) this.send(refresh);
  }

  /** The session was refreshed by other means: one that waits is not needed. */
  forgetRefresh(): void {
    if (this.waiting?.purpose === "refresh") this.waiting = undefined;
    this.usage.timers.cancel("refresh retry");
  }

  /** The session is over: an offer that was not answered has no answer. */
  close(): void {
    const { flight, queued } = this;
    this.flight = undefined;
    this.queued = undefined;
    this.waiting = undefined;
    if (flight !== undefined) this.abandon(flight);
    const isOwners = queued !== undefined || flight?.modification.purpose === "offer";
    if (isOwners) this.tellRefused(undefined);
  }

  private maySend(sdp: Buffer | undefined): boolean {
    const { host, dialog, offers } = this.usage;
    if (host.state === "confirmed") return offers.state !== "remoteOffer";
    return host.state === "early" && sdp !== undefined && dialog.allowsUpdate && host.mayOfferEarly;
  }

  private submit(modification: Modification): void {
    if (this.usage.isClosed) return;
    if (this.usage.isQuiet) return this.send(modification);
    if (modification.purpose === "offer") this.queued = modification;
    else this.waiting = modification;
  }

  private send(modification: Modification): void {
    const { usage } = this;
    const method = this.methodFor(modification);
    const offer = modification.purpose === "offer" ? modification.sdp : method === "INVITE" ? usage.offers.local : undefined;
    const sentOffer = offer !== undefined && usage.offers.offerSent(offer);
    const timerHeaders = modification.purpose === "insist" ? usage.timer.insistingHeaders() : usage.timer.requestHeaders();
    const headers = [...timerHeaders, ...modification.headers, ...(sentOffer ? [SDP_TYPE] : [])];
    // The transaction may not call back before its request has been sent, so the flight is complete when it does.
    const flight: Flight = {
      modification,
      method,
      cseq: usage.dialog.nextCseq,
      sentOffer,
      transaction: undefined,
      isSettled: false,
    };
    this.flight = flight;
    const timerB = times(usage.context.t1, 64);
    flight.transaction = usage.send(method, { headers, body: sentOffer ? offer : undefined }, this.userOf(flight), { timerB });
  }

  private methodFor({ purpose }: Modification): "INVITE" | "UPDATE" {
    const { host, dialog } = this.usage;
    if (purpose === "offer") return host.state === "confirmed" ? "INVITE" : "UPDATE";
    return dialog.allowsUpdate ? "UPDATE" : "INVITE";
  }

  private userOf(flight: Flight): RequestUser {
    return {
      onSentAgain: (transaction) => {
        flight.transaction = transaction;
        flight.cseq = transaction.request.cseq.number;
      },
      onResponse: (response) => this.onResponse(flight, response),
      onFailure: (failure) => this.onFailure(flight, failure),
    };
  }

  private onResponse(flight: Flight, response: SipResponse): void {
    if (response.status < 200) return this.onProvisional(flight);
    const isSuccess = response.status < 300;
    if (flight.isSettled) {
      if (isSuccess && flight.method === "INVITE") this.acknowledgeLate(flight);
      return;
    }
    flight.isSettled = true;
    this.usage.timers.cancel("re-INVITE wait");
    if (this.flight === flight) this.flight = undefined;
    if (isSuccess) this.onSuccess(flight, response);
    else this.onRefused(flight, response);
  }

  private onProvisional(flight: Flight): void {
    if (flight.method !== "INVITE" || flight.isSettled || this.usage.timers.has("re-INVITE wait")) return;
    this.usage.timers.arm("re-INVITE wait", REINVITE_WAIT, () => {
      if (flight.transaction !== undefined) this.usage.context.transactions.cancel(flight.transaction);
    });
  }

  private onSuccess(flight: Flight, response: SipResponse): void {
    const { usage } = this;
    usage.dialog.refreshTarget(response);
    usage.dialog.learnAllow(response);
    usage.timer.onSuccess(response);
    this.forgetRefresh();
    const sdp = sdpOf(response);
    if (!flight.sentOffer && flight.method === "INVITE" && sdp !== undefined) return this.onLateOffer(flight, sdp);
    const answer = flight.sentOffer ? (sdp ?? usage.offers.remote) : undefined;
    if (answer === undefined) usage.offers.rollback();
    else usage.offers.answerReceived(answer);
    if (flight.method === "INVITE") usage.ack(flight.cseq);
    if (flight.modification.purpose === "offer") {
      if (answer === undefined) this.tellRefused(488);
      else usage.host.listener.onOfferOutcome(usage.host.session, { sdp: answer });
    }
    if (!usage.isClosed) usage.settle();
  }

  /** We asked for an offer and it is here: the owner's answer goes into the ACK. A refresh of ours answers as before. */
  private onLateOffer(flight: Flight, sdp: Buffer): void {
    const { usage } = this;
    usage.offers.offerReceived(sdp);
    usage.awaitedAck = flight.cseq;
    if (flight.modification.purpose === "offer") usage.host.listener.onOfferOutcome(usage.host.session, { sdp });
    else usage.acknowledge(usage.offers.local);
  }

  private acknowledgeLate(flight: Flight): void {
    if (!this.usage.ackAgain(flight.cseq)) this.usage.ack(flight.cseq);
  }

  private onRefused(flight: Flight, response: SipResponse): void {
    const { usage } = this;
    const { modification } = flight;
    const { status } = response;
    if (flight.sentOffer) usage.offers.rollback();
    if (status === 408 || status === 481) return this.onLost(modification, status);
    if (status === 422) usage.timer.raiseMinSe(response);
    if (flight.method === "UPDATE" && (status === 405 || status === 501)) usage.dialog.allowsUpdate = false;
    if (modification.purpose === "insist") return usage.settle();
    const delay = this.retryDelay(flight, response);
    if (delay !== undefined && modification.retries < MAX_MODIFICATION_RETRIES) return this.retry(modification, delay);
    if (modification.purpose === "refresh") usage.timer.onRefused(status);
    else this.tellRefused(status);
    if (!usage.isClosed) usage.settle();
  }

  /** When the same thing is worth another try, and how long to wait for it. */
  private retryDelay(flight: Flight, response: SipResponse): Duration | undefined {
    const { usage } = this;
    switch (response.status) {
      case 491:
        return usage.context.draws.glareWait(usage.host.role === "uac");
      case 422:
        return response.header("Min-SE") === undefined ? undefined : seconds(0);
      case 405:
      case 501:
        return flight.method === "UPDATE" && flight.modification.purpose === "refresh" ? seconds(0) : undefined;
      case 500: {
        const wait = /^\s*(\d{1,4})/.exec(response.header("Retry-After") ?? "");
        return wait === null ? undefined : seconds(Math.min(Number(wait[1]), LONGEST_RETRY_AFTER / 1_000_000));
      }
      default:
        return undefined;
    }
  }

  private retry(modification: Modification, delay: Duration): void {
    const { usage } = this;
    modification.retries += 1;
    const isOffer = modification.purpose === "offer";
    if (isOffer) this.queued = modification;
    usage.timers.arm(isOffer ? "offer retry" : "refresh retry", delay, () => {
      if (!isOffer) this.waiting = modification;
      this.continue();
    });
    usage.settle();
  }

  private onFailure(flight: Flight, failure: "timeout" | "transport"): void {
    if (flight.isSettled) return;
    flight.isSettled = true;
    this.usage.timers.cancel("re-INVITE wait");
    if (this.flight === flight) this.flight = undefined;
    if (this.usage.isClosed) return;
    if (flight.sentOffer) this.usage.offers.rollback();
    const isOffer = flight.modification.purpose === "offer";
    if (failure === "timeout" || !isOffer) return this.onLost(flight.modification, undefined);
    this.tellRefused(503);
    if (!this.usage.isClosed) this.usage.settle();
  }

  /** RFC 3261 section 12.2.1.2: 408, 481 or no answer at all ends the dialog; for a refresh, RFC 4028 section 10 says the same. */
  private onLost(modification: Modification, status: number | undefined): void {
    const { host } = this.usage;
    if (modification.purpose === "offer") {
      this.tellRefused(status);
      return this.usage.loseDialog();
    }
    host.conclude({ cause: "refreshFailed", by: "local", status });
  }

  /** The usage closes with a request under way: an INVITE is cancelled, so that its transaction ends whatever the peer does. */
  private abandon(flight: Flight): void {
    flight.isSettled = true;
    const { transaction } = flight;
    if (flight.method === "INVITE" && transaction !== undefined) this.usage.context.transactions.cancel(transaction);
  }

  private tellRefused(status: number | undefined): void {
    const { host } = this.usage;
    host.listener.onOfferOutcome(host.session, { status });
  }
}
