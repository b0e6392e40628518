import type { SocketAddress } from "../../base";
import {
  createResponse,
  detached,
  serialize,
  type AnySipMessage,
  type HeaderField,
  type SipParseFailure,
  type SipRequest,
  type SipResponse,
} from "../message";
import { ClientMachine, type ClientHost, type ClientMachineOptions } from "./client-machine";
import { ClientsByRemote } from "./clients-by-remote";
import { TransactionCounters, type TransactionCounter } from "./counters";
import { cancelFor } from "./derived-requests";
import type { Acknowledgement, SipSender, TransactionLayer, TransactionLayerOptions } from "./layer";
import { prepared, preparedForUdp, unsent, type OutgoingRequest } from "./outgoing-requests";
import { refusalOf, type RequestPolicy } from "./request-checks";
import { SentAck } from "./sent-ack";
import { ServerMachine, type ServerHost } from "./server-machine";
import { StatelessAnswers } from "./stateless-answers";
import { durationsOf } from "./timers";
import { BRANCH_COOKIE, clientKey, isLegacy, mergeKey, serverKey } from "./transaction-key";
import type {
  ClientTransaction,
  ClientTransactionUser,
  ServerTransaction,
  SipFlow,
  SipTarget,
  SipTransportName,
  TransactionCore,
} from "./types";
import { isOwnVia, replyRoute, stamped } from "./via-routing";

/** Seconds in the Retry-After of a 503 for `maxTransactions`: our choice, enough for timer K and most retransmissions to pass. */
const RETRY_AFTER_SECONDS = 5;

/** How much more than `maxTransactions` requests with a To tag may take, which anybody can send: our choice. */
const IN_DIALOG_SHARE = 1.5;

const DEFAULT_SCHEMES = ["sip", "tel"];

/** The responses to a CANCEL of ours say nothing that its INVITE does not say. */
const UNHEARD: ClientTransactionUser = { onResponse: () => undefined, onFailure: () => undefined };

/**
 * The transaction layer over `options`. See {@link TransactionLayer}.
 *
 * ACKs for 2xx, parse failures, requests over `maxTransactions` and CANCELs that match nothing cost no state.
 */
export function createTransactionLayer(options: TransactionLayerOptions): TransactionLayer {
  return new Layer(options);
}

class Layer implements TransactionLayer, ClientHost, ServerHost {
  readonly wheel;
  readonly durations;
  readonly sender: SipSender;
  readonly core: TransactionCore;

  private readonly options: TransactionLayerOptions;
  private readonly policy: RequestPolicy;
  private readonly counted = new TransactionCounters();
  private readonly stateless: StatelessAnswers;
  private readonly clients = new Map<string, ClientMachine>();
  private readonly servers = new Map<string, ServerMachine>();
  /** Server transactions of requests outside a dialog, by what their merged copies have in common. */
  private readonly mergeable = new Map<string, ServerMachine>();
  private readonly clientsByRemote = new ClientsByRemote();

  constructor(options: TransactionLayerOptions) {
    this.options = options;
    this.wheel = options.wheel;
    this.durations = durationsOf(options.timers);
    this.sender = options.sender;
    this.core = options.core;
    this.policy = {
      allowedMethods: options.allowedMethods,
      supportedExtensions: options.supportedExtensions,
      supportedSchemes: options.supportedSchemes ?? DEFAULT_SCHEMES,
    };
    this.stateless = new StatelessAnswers(options.sender, `${options.nextBranch()}.`);
  }

  get size(): number {
    return this.clients.size + this.servers.size;
  }

  get counters(): Readonly<Record<string, number>> {
    return this.counted.values;
  }

  receive(message: AnySipMessage, flow: SipFlow): void {
    if (message.kind === "response") return this.receiveResponse(message, flow);
    if (message.method === "ACK") return this.receiveAck(message, flow);
    const key = serverKey(message, message.method);
    const known = this.servers.get(key);
    if (known !== undefined) {
      this.count("absorbedRequests");
      return known.feed("request");
    }
    if (message.method === "CANCEL") return this.receiveCancel(message, flow, key);
    this.receiveNew(message, flow, key);
  }

  reject(failure: SipParseFailure, flow: SipFlow): void {
    this.counted.addCode(failure.code);
    if (failure.answer === undefined) return this.count("malformedResponses");
    this.count("malformedRequests");
    const { request, status, reason } = failure.answer;
    this.stateless.send(request, flow, status, { reason });
  }

  request(
    request: SipRequest,
    target: SipTarget,
    user: ClientTransactionUser,
    options: { readonly timerB?: ClientMachineOptions["timerB"]; readonly t1?: ClientMachineOptions["t1"] } = {},
  ): ClientTransaction {
    const branch = this.nextBranch();
    const key = clientKey(branch, request.method);
    const outgoing = prepared(this.sender, request, target, branch);
    const { timerB, t1 } = options;
    if (outgoing === undefined)
      return this.unroutable({ key, outgoing: unsent(request, target), target, user, timerB, t1, fallback: undefined });
    const isUpgraded = target.transport === undefined && outgoing.flow.transport === "tcp";
    const fallback = isUpgraded ? () => preparedForUdp(this.sender, request, target, branch) : undefined;
    return this.startClient({ key, outgoing, target, user, timerB, t1, fallback });
  }

  cancel(invite: ClientTransaction, headers: readonly HeaderField[] = []): void {
    if (invite instanceof ClientMachine) invite.cancel(headers);
  }

  respond(transaction: ServerTransaction, response: SipResponse): void {
    if (transaction instanceof ServerMachine) transaction.respond(response);
  }

  acknowledge(request: SipRequest, target: SipTarget): Acknowledgement {
    const branch = this.nextBranch();
    const outgoing = prepared(this.sender, request, target, branch);
    if (outgoing === undefined) {
      this.count("unroutableAcks");
      return { again: () => void this.acknowledge(request, target) };
    }
    const isUpgraded = target.transport === undefined && outgoing.flow.transport === "tcp";
    return new SentAck(this.sender, outgoing, isUpgraded ? () => this.ackForUdp(request, target, branch) : undefined);
  }

  unreachable(transport: SipTransportName, remote: SocketAddress): void {
    for (const machine of this.clientsByRemote.at(transport, remote)) {
      if (machine.state !== "completed") machine.feed("transportError");
    }
  }

  close(): void {
    for (const machine of [...this.clients.values(), ...this.servers.values()]) machine.abandon();
  }

  // What the machines ask of their layer.

  startCancel(invite: ClientMachine, headers: readonly HeaderField[]): void {
    const request = cancelFor(invite.request, headers);
    const outgoing = { request, bytes: serialize(request), flow: invite.flow };
    const key = clientKey(invite.key, "CANCEL");
    this.startClient({
      key,
      outgoing,
      target: invite.target,
      user: UNHEARD,
      timerB: undefined,
      t1: undefined,
      fallback: undefined,
    });
  }

  clientEnded(machine: ClientMachine): void {
    this.clients.delete(machine.key);
    this.clientsByRemote.remove(machine, machine.flow);
  }

  clientMoved(machine: ClientMachine, from: SipFlow): void {
    this.clientsByRemote.remove(machine, from);
    this.clientsByRemote.add(machine);
  }

  serverEnded(machine: ServerMachine): void {
    this.servers.delete(machine.key);
    if (machine.mergeKey !== undefined && this.mergeable.get(machine.mergeKey) === machine)
      this.mergeable.delete(machine.mergeKey);
  }

  nextTag(): string {
    return this.options.nextBranch();
  }

  count(name: TransactionCounter): void {
    this.counted.add(name);
  }

  // Responses: RFC 3261 section 18.1.2.

  private receiveResponse(response: SipResponse, flow: SipFlow): void {
    const via = response.topVia;
    const machine = via.branch === undefined ? undefined : this.clients.get(clientKey(via.branch, response.cseq.method));
    if (response.vias.length !== 1 || !isOwnVia(via, machine?.flow.local ?? flow.local)) return this.count("foreignResponses");
    if (machine === undefined) return this.receiveStray(response, flow);
    if (machine.method !== response.cseq.method) return this.count("strayResponses");
    machine.receive(response);
  }

  private receiveStray(response: SipResponse, flow: SipFlow): void {
    const isAnswer = response.status >= 200 && response.status < 300 && response.cseq.method === "INVITE";
    if (!isAnswer) return this.count("strayResponses");
    this.count("stray2xx");
    this.core.onStray2xx(response, flow);
  }

  // Requests: RFC 3261 section 17.2.3.

  private receiveAck(ack: SipRequest, flow: SipFlow): void {
    const invite = this.inviteOf(ack);
    if (invite !== undefined && invite.state !== "terminated") return invite.feed("ack", ack);
    if (this.stateless.isAcknowledgedBy(ack)) return this.count("statelessAcks");
    this.core.onAck(ack, flow);
  }

  private inviteOf(ack: SipRequest): ServerMachine | undefined {
    if (!isLegacy(ack)) return this.servers.get(serverKey(ack, "INVITE"));
    const invite = this.servers.get(serverKey(ack, "INVITE", "")) ?? this.servers.get(serverKey(ack, "INVITE"));
    return invite?.sentToTag === ack.toTag ? invite : undefined;
  }

  /** RFC 3261 section 9.2. */
  private receiveCancel(cancel: SipRequest, flow: SipFlow, key: string): void {
    const cancelled = this.cancelledBy(cancel);
    if (cancelled === undefined) {
      this.count("unmatchedCancels");
      return this.stateless.send(cancel, flow, 481, {});
    }
    const machine = this.startServer(cancel, flow, key, undefined, cancelled.toTag);
    const { request } = machine;
    machine.respond(createResponse(request, 200, { toTag: cancelled.toTag }));
    if (cancelled.isInvite && cancelled.finalStatus === undefined) this.core.onCancel(request, cancelled);
  }

  private cancelledBy(cancel: SipRequest): ServerMachine | undefined {
    const invite = this.servers.get(serverKey(cancel, "INVITE"));
    if (invite !== undefined) return invite;
    for (const method of this.options.allowedMethods) {
      const other = method === "CANCEL" || method === "ACK" ? undefined : this.servers.get(serverKey(cancel, method));
      if (other !== undefined) return other;
    }
    return undefined;
  }

  private receiveNew(request: SipRequest, flow: SipFlow, key: string): void {
    if (this.size >= this.limitFor(request)) {
      this.count("refusedByLimit");
      const headers = [{ name: "Retry-After", value: String(RETRY_AFTER_SECONDS) }];
      return this.stateless.send(request, flow, 503, { headers });
    }
    const merge = request.toTag === undefined ? mergeKey(request) : undefined;
    const isMerged = merge !== undefined && this.mergeable.has(merge);
    const refusal = refusalOf(request, this.policy, isMerged);
    const machine = this.startServer(request, flow, key, isMerged ? undefined : merge);
    if (refusal === undefined) {
      this.core.onRequest(machine.request, machine);
      return machine.expectAnswer();
    }
    this.count(refusal.counter);
    const { status, headers } = refusal;
    machine.respond(createResponse(machine.request, status, { toTag: machine.toTag, headers }));
  }

  /** Calls that were let in must be able to end: what is inside a dialog is refused later than what would begin one. */
  private limitFor({ toTag }: SipRequest): number {
    const { maxTransactions } = this.options;
    return toTag === undefined ? maxTransactions : Math.ceil(maxTransactions * IN_DIALOG_SHARE);
  }

  private startServer(request: SipRequest, flow: SipFlow, key: string, merge: string | undefined, toTag?: string): ServerMachine {
    const received = stamped(request, flow.remote);
    const route = replyRoute(request, flow);
    const machine = new ServerMachine(this, {
      key: detached(key),
      mergeKey: merge === undefined ? undefined : detached(merge),
      request: received,
      flow,
      replyFlow: route.flow,
      alternative: route.alternative,
      ...(toTag === undefined ? {} : { toTag }),
    });
    this.servers.set(machine.key, machine);
    if (machine.mergeKey !== undefined) this.mergeable.set(machine.mergeKey, machine);
    return machine;
  }

  // Requests of ours: RFC 3261 sections 17.1 and 18.1.1.

  private nextBranch(): string {
    return BRANCH_COOKIE + this.options.nextBranch();
  }

  /** The peer refused TCP for an ACK that was only too large: this one and its repetitions go by UDP. */
  private ackForUdp(request: SipRequest, target: SipTarget, branch: string): OutgoingRequest | undefined {
    const outgoing = preparedForUdp(this.sender, request, target, branch);
    this.count(outgoing === undefined ? "unroutableAcks" : "udpFallbacks");
    return outgoing;
  }

  private startClient(options: ClientMachineOptions): ClientMachine {
    const machine = new ClientMachine(this, options);
    this.clients.set(machine.key, machine);
    this.clientsByRemote.add(machine);
    machine.start();
    return machine;
  }

  private unroutable(options: ClientMachineOptions): ClientMachine {
    const machine = new ClientMachine(this, options);
    this.clients.set(machine.key, machine);
    machine.startUnroutable();
    return machine;
  }
}
