import type { Duration, TimerWheel } from "../../base";
import { createRequest, createResponse, parseSipUri, type HeaderField, type SipRequest, type SipResponse } from "../message";
import type {
  ClientTransactionUser,
  ServerTransaction,
  SipFlow,
  SipTarget,
  TransactionCore,
  TransactionLayer,
} from "../transaction";
import type { AgentContext, TableEntry } from "./agent-context";
import { releaseAnswer } from "./answer-release";
import { capabilityHeaders } from "./capabilities";
import { DEFAULT_ALLOW, DEFAULT_MAX_SESSIONS, MAX_STRAY_RELEASES } from "./limits";
import { locateByUri } from "./locate";
import { peerOf } from "./peer";
import { RandomDraws } from "./random-draws";
import { acceptRefusal, bodyRefusal, contactRefusal, timerRefusal, type Refusal } from "./refusals";
import { negotiateAsServer } from "./session-timer-negotiation";
import type { InviteSession, OutgoingInvite, SessionListener } from "./types";
import { UacSession } from "./uac-session";
import { UasSession } from "./uas-session";
import type { OutgoingOptions, UserAgent, UserAgentCounters, UserAgentOptions } from "./user-agent-options";

/** Seconds in the Retry-After of a 503 for `maxSessions`. Our choice: calls end all the time. */
const RETRY_AFTER_SECONDS = "5";

/** Requests that belong into a dialog: outside of one they get 481 (RFC 3261 section 12.2.2, RFC 6086, RFC 6665). */
const DIALOG_METHODS: ReadonlySet<string> = new Set(["BYE", "PRACK", "UPDATE", "INFO", "NOTIFY"]);

/** A {@link UserAgent} over the transaction layer that `options.transactions` makes. */
export function createUserAgent(options: UserAgentOptions): UserAgent {
  return new Agent(options);
}

const tableKey = (callId: string, localTag: string | undefined): string => `${callId}\n${localTag ?? ""}`;

class Agent implements UserAgent, AgentContext, TransactionCore {
  readonly wheel: TimerWheel;
  readonly transactions: TransactionLayer;
  readonly t1: Duration;
  readonly t2: Duration;
  readonly draws: RandomDraws;
  readonly allow: readonly string[];
  readonly allowHeader: HeaderField;
  readonly userAgentHeaders: readonly HeaderField[];
  readonly serverHeaders: readonly HeaderField[];

  private readonly table = new Map<string, TableEntry>();
  private readonly maxSessions: number;
  private readonly counted = { refusedByLimit: 0, strayAnswers: 0, strayAcks: 0 };
  private strayReleases = 0;
  private lastId = 0;

  constructor(private readonly settings: UserAgentOptions) {
    this.wheel = settings.wheel;
    this.t1 = settings.timers.t1;
    this.t2 = settings.timers.t2;
    this.draws = new RandomDraws(settings.random);
    this.allow = settings.allow ?? DEFAULT_ALLOW;
    this.allowHeader = { name: "Allow", value: this.allow.join(", ") };
    const name = settings.userAgentName;
    this.userAgentHeaders = name === undefined ? [] : [{ name: "User-Agent", value: name }];
    this.serverHeaders = name === undefined ? [] : [{ name: "Server", value: name }];
    this.maxSessions = settings.maxSessions ?? DEFAULT_MAX_SESSIONS;
    this.transactions = settings.transactions(this);
  }

  get sessions(): number {
    return this.table.size;
  }

  get counters(): UserAgentCounters {
    return this.counted;
  }

  invite(options: OutgoingInvite, listener: SessionListener): InviteSession {
    const session = new UacSession(this, options, listener);
    const isFull = this.isFull();
    this.add(session);
    if (isFull) session.failAtOnce();
    else session.start();
    return session;
  }

  options(
    { target, uri, from, to, headers = [], timeout }: OutgoingOptions,
    done: (response: SipResponse | undefined) => void,
  ): void {
    const request = createRequest({
      method: "OPTIONS",
      uri,
      headers: [
        { name: "Max-Forwards", value: "70" },
        { name: "From", value: `${from};tag=${this.draws.tag()}` },
        { name: "To", value: to },
        { name: "Call-ID", value: this.draws.callId() },
        { name: "CSeq", value: "1 OPTIONS" },
        this.contact(target),
        { name: "Accept", value: "application/sdp" },
        ...this.userAgentHeaders,
        ...headers,
      ],
    });
    const user: ClientTransactionUser = {
      onResponse: (response) => {
        if (response.status >= 200) done(response);
      },
      onFailure: () => done(undefined),
    };
    this.transactions.request(request, target, user, timeout === undefined ? {} : { timerB: timeout });
  }

  // What the transaction layer tells the agent.

  onRequest(request: SipRequest, transaction: ServerTransaction): void {
    if (request.toTag !== undefined) {
      const entry = this.table.get(tableKey(request.callId, request.toTag));
      return entry === undefined ? this.refuse(transaction, { status: 481 }) : entry.onRequest(request, transaction);
    }
    if (request.method === "INVITE") return this.onInvite(request, transaction);
    if (DIALOG_METHODS.has(request.method)) return this.refuse(transaction, { status: 481 });
    if (!this.settings.core.isKnown(transaction.flow)) return this.refuse(transaction, { status: 403 });
    if (request.method === "OPTIONS") return this.onOptions(transaction);
    // What we take inside a dialog alone is not allowed here.
    const allowed = this.allow.filter((method) => method !== request.method);
    this.refuse(transaction, { status: 405, headers: [{ name: "Allow", value: allowed.join(", ") }] });
  }

  onAck(request: SipRequest): void {
    const entry = this.table.get(tableKey(request.callId, request.toTag));
    if (entry?.onAck(request) !== true) this.counted.strayAcks += 1;
  }

  onCancel(request: SipRequest, invite: ServerTransaction): void {
    invite.onCancelled?.(request);
  }

  onStray2xx(response: SipResponse, flow: SipFlow): void {
    const entry = this.table.get(tableKey(response.callId, response.fromTag));
    if (entry !== undefined) {
      entry.onStraySuccess(response);
      return;
    }
    this.counted.strayAnswers += 1;
    if (this.strayReleases >= MAX_STRAY_RELEASES) return;
    this.strayReleases += 1;
    const done = (): void => {
      this.strayReleases -= 1;
    };
    releaseAnswer(this, response, { fallbackUri: response.to.uri, peer: peerOf(flow), done });
  }

  onServerFailure(): void {
    // A final response that cannot be delivered changes nothing here: its session has ended, or waits for an ACK in its own time.
  }

  // What sessions ask of their agent.

  supportedHeaders({ timer, reliable }: { readonly timer: boolean; readonly reliable: boolean }): readonly HeaderField[] {
    const tags = [...(reliable ? ["100rel"] : []), ...(timer ? ["timer"] : []), ...(this.settings.extraSupported ?? [])];
    return tags.length === 0 ? [] : [{ name: "Supported", value: tags.join(", ") }];
  }

  contact(towards: SipTarget | SipFlow): HeaderField {
    return { name: "Contact", value: `<${this.settings.contact(towards)}>` };
  }

  locate(uri: string, peer: SipTarget): SipTarget {
    return (this.settings.locate ?? locateByUri)(parseSipUri(uri), peer);
  }

  nextId(): string {
    this.lastId += 1;
    return `session-${this.lastId}`;
  }

  release(entry: TableEntry): void {
    this.table.delete(tableKey(entry.callId, entry.localTag));
  }

  private add(entry: TableEntry): void {
    this.table.set(tableKey(entry.callId, entry.localTag), entry);
  }

  private isFull(): boolean {
    if (this.table.size < this.maxSessions) return false;
    this.counted.refusedByLimit += 1;
    return true;
  }

  private onInvite(request: SipRequest, transaction: ServerTransaction): void {
    if (this.isFull()) {
      const headers = [{ name: "Retry-After", value: RETRY_AFTER_SECONDS }];
      return this.refuse(transaction, { status: 503, headers });
    }
    this.transactions.respond(transaction, createResponse(request, 100));
    const policy = this.settings.sessionTimer(transaction.flow);
    const refusal =
      contactRefusal(request) ??
      acceptRefusal(request) ??
      bodyRefusal(request) ??
      timerRefusal(negotiateAsServer(policy, request), request);
    if (refusal !== undefined) return this.refuse(transaction, refusal);
    const session = new UasSession(this, transaction, policy);
    this.add(session);
    session.listener = this.settings.core.onInvite(session, session.offered);
  }

  private onOptions(transaction: ServerTransaction): void {
    const { interval } = this.settings.sessionTimer(transaction.flow);
    const headers = [...capabilityHeaders(this, interval > 0), ...this.serverHeaders];
    this.refuse(transaction, { status: 200, headers });
  }

  private refuse(transaction: ServerTransaction, { status, reason, headers = [] }: Refusal): void {
    const response = createResponse(transaction.request, status, {
      toTag: transaction.toTag,
      headers,
      ...(reason === undefined ? {} : { reason }),
    });
    this.transactions.respond(transaction, response);
  }
}
