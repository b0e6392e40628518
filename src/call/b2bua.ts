import { END_REASONS, endReasonOfStatus, type CallRecord, type EndReason } from "../cdr";
import type { Random } from "../ports";
import type { PaymentRefusal, RateRefusal } from "../rating";
import { planAttempts, type RouteRefusal } from "../routing";
import type { HeaderField, InviteSession, SessionListener, SipFlow, UserAgentCore } from "../sip";
import { Call } from "./call";
import { CallCharge } from "./call-charge";
import type { AdmittedCall, CallHost, Refusal } from "./call-host";
import { BALANCE_NOT_ENOUGH, remainingPrompts } from "./caller-prompts";
import { endedByServer } from "./call-end";
import { reasonHeaders } from "./carried-headers";
import { readCrossingSdp, type SdpRefusal } from "./crossing-sdp";
import { GatewayDirectory } from "./directory";
import { partyOf, renumbered, type PartyNumber } from "./number";
import { RecordDraft } from "./record-draft";

import type { B2buaOptions, CallGateways, CallMappingGateway, CurrentCall } from "./types";

/** Counts since the B2BUA was made. */
export interface B2buaCounters {
  readonly offered: number;
  readonly answered: number;
  readonly illegal: number;
  /** Refused because `maxCalls` was reached. */
  readonly refusedByLimit: number;
}

const refusal = (reason: EndReason, status: number, cause: number, headers: readonly HeaderField[] = []): Refusal => ({
  end: endedByServer(reason),
  status,
  cause,
  headers,
});

const ROUTE_REFUSALS = {
  unknownMappingGateway: refusal(END_REASONS.illegalCall, 403, 21),
  mappingGatewayDisabled: refusal(END_REASONS.noPermission, 403, 21),
  mappingGatewayLocked: refusal(END_REASONS.noPermission, 403, 21),
  prefixNotAllowed: refusal(END_REASONS.noPermission, 403, 21),
  callerNotAllowed: refusal(END_REASONS.noPermission, 403, 21),
  callerBarred: refusal(END_REASONS.blacklisted, 403, 21),
  noRoute: refusal(END_REASONS.noAvailableRouter, 404, 3),
  allUnavailable: refusal(END_REASONS.allGatewayBusy, 503, 34),
} satisfies Record<RouteRefusal["kind"], Refusal>;

const RATE_REFUSALS = {
  unknownAccount: refusal(END_REASONS.accountMissing, 403, 21),
  noTable: refusal(END_REASONS.rateNotFound, 503, 21),
  noRate: refusal(END_REASONS.rateNotFound, 503, 21),
} satisfies Record<RateRefusal["kind"], Refusal>;

const PAYMENT_REFUSALS = {
  unknownAccount: refusal(END_REASONS.accountMissing, 403, 21),
  locked: refusal(END_REASONS.accountLocked, 403, 21),
  expired: refusal(END_REASONS.accountExpired, 403, 21),
  noMoney: refusal(END_REASONS.insufficientBalance, 403, 21),
} satisfies Record<PaymentRefusal["kind"], Refusal>;

/** Refusals of a plan that say that the caller may not make this call at all: told before its price and its money (BAL-023). */
const PERMISSION = new Set<RouteRefusal["kind"]>([
  "unknownMappingGateway",
  "mappingGatewayDisabled",
  "mappingGatewayLocked",
  "prefixNotAllowed",
]);

const ILLEGAL = refusal(END_REASONS.illegalCall, 403, 21);
const sdpRefusal = ({ status, warning }: SdpRefusal): Refusal =>
  refusal(END_REASONS.noCommonCodec, status, 65, [{ name: "Warning", value: warning }]);

/** A call that was refused: nothing can happen to it any more. */
const FINISHED: SessionListener = {
  onProvisional: () => undefined,
  onAnswered: () => undefined,
  onFailed: () => undefined,
  onCancelCompleted: () => undefined,
  onCancelled: () => undefined,
  onAcknowledged: () => undefined,
  onOffer: (session) => void session.rejectOffer(481),
  onOfferOutcome: () => undefined,
  onRequest: (_session, _request, respond) => respond(481),
  onEnded: () => undefined,
};

/**
 * The back-to-back user agent: admits calls by where they come from, routes them, and carries two legs until one of them ends.
 *
 * Every INVITE that is not part of a dialog leaves exactly one record, whether it was refused, cancelled or answered.
 */
export class B2bua implements UserAgentCore {
  private readonly calls = new Map<string, Call>();
  private directory: GatewayDirectory;
  private readonly customerLines = new Map<string, number>();
  private isDraining = false;
  private readonly sessionIds: Random;
  private readonly host: CallHost;
  private readonly counts = { offered: 0, answered: 0, illegal: 0, refusedByLimit: 0 };
  private whenEmpty: (() => void) | undefined;

  constructor(private readonly options: B2buaOptions) {
    this.directory = new GatewayDirectory(options.gateways);
    this.sessionIds = options.random.fork("sdp origin");
    const { agent, media, clock, log, addressTowards, mediaAddresses, lines, pools, forwarding, search } = options;
    const { protectDelay, inviteTimeout } = options;
    this.host = {
      ...{
        agent,
        media,
        clock,
        log,
        addressTowards,
        mediaAddresses,
        lines,
        pools,
        forwarding,
        search,
        protectDelay,
        inviteTimeout,
      },
      longCall: options.longCall,
      alarm: options.alarm,
      nextSessionId: () => this.sessionIds.uint32(),
      routingGateway: (name) => this.directory.routingGateway(name),
      answered: (draft) => options.openCalls.opened(draft.open()),
      released: (call, record, tellLegs) => this.released(call, record, tellLegs),
    };
  }

  /** Calls that hold anything: a leg, a relay, a timer. 0 when nothing leaks. */
  get liveCalls(): number {
    return this.calls.size;
  }

  get counters(): B2buaCounters {
    return { ...this.counts };
  }

  /** Current Call. */
  currentCalls(): readonly CurrentCall[] {
    return [...this.calls.values()].map((call) => call.describe());
  }

  /** The gateways of new calls. */
  get gateways(): CallGateways {
    return this.directory.gateways;
  }

  /** New gateways for new calls; calls that are up keep what they have. */
  replaceGateways(gateways: CallGateways): void {
    this.directory = new GatewayDirectory(gateways);
  }

  /** Refuses new calls with 503 and tells when the last one has ended. Calls that are up go on. */
  drain(done: () => void): void {
    this.isDraining = true;
    this.whenEmpty = done;
    this.tellWhenEmpty();
  }

  /** Ends one call by its id; false when there is none. */
  release(id: string): boolean {
    const call = this.calls.get(id);
    call?.end(endedByServer(END_REASONS.forcedRelease));
    return call !== undefined;
  }

  /** Ends the call whose relay is gone for good. */
  mediaLost(relay: string): void {
    this.calls.get(relay.split(".")[0] ?? "")?.end(endedByServer(END_REASONS.mediaUnavailable));
  }

  /** Ends every call, as when the switch stops. */
  releaseAll(): void {
    for (const call of [...this.calls.values()]) call.end(endedByServer(END_REASONS.switchStopped));
  }

  isKnown(flow: SipFlow): boolean {
    return this.directory.isKnown(flow.remote);
  }

  onInvite(session: InviteSession, sdp: Buffer | undefined): SessionListener {
    this.counts.offered += 1;
    const { invite, remote } = session;
    const callee = partyOf(invite.uri);
    const mapping = this.directory.mappingGateway(remote);
    const draft = this.draft(session, callee, mapping?.name);
    const refuse = (why: Refusal) => this.refuse(session, draft, why);
    if (mapping === undefined) {
      this.counts.illegal += 1;
      return refuse(ILLEGAL);
    }
    if (this.isDraining) return refuse(refusal(END_REASONS.switchStopped, 503, 41));
    if (this.calls.size >= this.options.maxCalls) {
      this.counts.refusedByLimit += 1;
      return refuse(refusal(END_REASONS.lineLimit, 503, 42, [{ name: "Retry-After", value: "1" }]));
    }
    if (callee === undefined) {
      const status = /^(sips?|tel):/i.test(invite.uri) ? 484 : 416;
      return refuse(refusal(endReasonOfStatus(status), status, 28));
    }
    if (mapping.lineLimit !== undefined && (this.customerLines.get(mapping.name) ?? 0) >= mapping.lineLimit) {
      return refuse(refusal(END_REASONS.lineLimit, 503, 34));
    }
    const offer = sdp === undefined ? undefined : readCrossingSdp(sdp);
    if (offer?.ok === false) return refuse(sdpRefusal(offer.failure));
    const dialled = renumbered(callee, mapping.calleeTransforms);
    const calling = partyOf(invite.from.uri);
    const callerParty = calling === undefined ? undefined : renumbered(calling, mapping.callerTransforms);
    // A caller who is anonymous in From is known by his asserted identity: the record's caller.
    const shown = renumbered({ digits: draft.start.caller, user: "" }, mapping.callerTransforms).digits;
    const query = { caller: shown, callee: dialled.digits, from: mapping.name, at: draft.startedAt };
    const { rates } = this.directory.gateways;
    const state = { live: this.options.lines, policy: this.options.sortPolicy(), buyRates: rates };
    const bar = mapping.account === undefined ? undefined : this.options.accounts.barOf(mapping.account);
    if (bar !== undefined) return refuse(PAYMENT_REFUSALS[bar]);
    const plan = planAttempts(this.directory.gateways.routes, query, state);
    if (plan.refusal !== undefined && PERMISSION.has(plan.refusal.kind)) return refuse(ROUTE_REFUSALS[plan.refusal.kind]);
    const noRate = this.price(draft, mapping, dialled.digits);
    if (noRate !== undefined) return refuse(RATE_REFUSALS[noRate.kind]);
    const charge = new CallCharge(this.options.accounts, draft);
    const { language, balanceNotEnough, remaining } = mapping.prompts;
    const prompts = remaining === "none" ? [] : remainingPrompts(remaining, charge.remaining());
    const unpaid = charge.admit();
    const call = {
      id: draft.start.callId,
      session,
      offer: offer?.value,
      mapping,
      parties: { callee: dialled, caller: callerParty },
      order: plan.order,
      settings: this.options.settings(),
      ...{ draft, charge },
    };
    if (unpaid !== undefined) {
      const why = PAYMENT_REFUSALS[unpaid.kind];
      if (unpaid.kind !== "noMoney" || !balanceNotEnough || offer === undefined) return refuse(why);
      return this.admit({ ...call, order: [], refusal: why, announcement: { prompts: BALANCE_NOT_ENOUGH, language } });
    }
    // A gateway that is full or away may be back within the protect delay, so such a call waits like any other (PRT-051).
    const mayWait =
      plan.refusal?.kind === "allUnavailable" && plan.order.some((name) => this.directory.routingGateway(name)?.protect === true);
    if (plan.refusal !== undefined && !mayWait) {
      charge.close();
      return refuse(ROUTE_REFUSALS[plan.refusal.kind]);
    }
    return this.admit({ ...call, announcement: prompts.length === 0 ? undefined : { prompts, language } });
  }

  private admit(admitted: AdmittedCall): SessionListener {
    const call = new Call(this.host, admitted);
    admitted.charge.onSpent = (end) => call.end(end);
    this.calls.set(call.id, call);
    this.options.openCalls.opened(admitted.draft.open());
    this.countLines(admitted.mapping.name, 1);
    call.start();
    return call.callerListener;
  }

  /** Fixes what the call costs its customer and, by the vendor that takes it, the switch; why not, when it has no price. */
  private price(draft: RecordDraft, { account }: CallMappingGateway, callee: string): RateRefusal | undefined {
    const { directory } = this;
    const { rates } = directory.gateways;
    draft.rules = this.options.settings().charging;
    draft.buyRateOf = (gateway) => {
      const vendor = directory.routingGateway(gateway)?.account;
      const found = vendor === undefined ? undefined : rates.rateOf(vendor, callee, draft.startedAt);
      return found?.ok === true ? found.value : undefined;
    };
    if (account === undefined) return undefined;
    const price = rates.rateOf(account, callee, draft.startedAt);
    if (!price.ok) return price.failure;
    draft.rate = price.value;
    if (price.value.isMissing === true) this.options.alarm({ kind: "missingRate", callee, account, table: price.value.table });
    return undefined;
  }

  private released(call: Call, record: CallRecord, tellLegs: () => void): void {
    if (record.answeredAt !== undefined) this.counts.answered += 1;
    this.options.record(record);
    this.options.openCalls.closed(record.flowNo);
    call.charge.close();
    tellLegs();
    this.calls.delete(call.id);
    if (record.callerGateway !== undefined) this.countLines(record.callerGateway, -1);
    this.tellWhenEmpty();
  }

  /** Lines of a customer: from the admission of a call to its record. */
  private countLines(customer: string, change: 1 | -1): void {
    const lines = (this.customerLines.get(customer) ?? 0) + change;
    if (lines === 0) this.customerLines.delete(customer);
    else this.customerLines.set(customer, lines);
  }

  private draft(session: InviteSession, callee: PartyNumber | undefined, callerGateway: string | undefined): RecordDraft {
    const flowNo = this.options.nextFlowNo();
    const caller = partyOf(session.invite.from.uri)?.digits ?? "";
    return new RecordDraft(
      {
        flowNo,
        callId: flowNo.toString(36),
        callerCallId: session.callId,
        caller: caller === "anonymous" ? (assertedNumber(session) ?? caller) : caller,
        callee: callee?.digits ?? "",
        callerIp: session.remote.address,
        callerGateway,
      },
      this.options.clock,
    );
  }

  private refuse(session: InviteSession, draft: RecordDraft, why: Refusal): SessionListener {
    const isIllegal = why === ILLEGAL;
    if (!isIllegal || this.options.settings().recordIllegalCalls) this.options.record(draft.end(why.end)(undefined));
    session.reject(why.status, { headers: [...(why.headers ?? []), ...reasonHeaders(undefined, why.cause)] });
    this.options.log.write(isIllegal ? "warn" : "info", "call.refused", {
      source: session.remote.address,
      callee: draft.start.callee,
      status: why.status,
      reason: why.end.reason.name,
    });
    return FINISHED;
  }

  private tellWhenEmpty(): void {
    if (!this.isDraining || this.calls.size > 0) return;
    const done = this.whenEmpty;
    this.whenEmpty = undefined;
    done?.();
  }
}

/** The number in P-Asserted-Identity, for records of callers who are anonymous to the other party. RFC 3325. */
function assertedNumber(session: InviteSession): string | undefined {
  for (const value of session.invite.values("P-Asserted-Identity")) {
    const uri = /<([^>]*)>/.exec(value)?.[1] ?? value.trim();
    const party = partyOf(uri);
    if (party !== undefined) return party.digits;
  }
  return undefined;
}
