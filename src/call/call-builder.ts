import assert from "node:assert/strict";
import {
  failed,
  seconds,
  success,
  TimeZone,
  type Duration,
  type Instant,
  type Result,
  type SocketAddress,
  type WallTime,
} from "../base";
import type { CallRecord } from "../cdr";
import type { Announcement, MediaFailure, MediaProxy, MediaTarget, RelayAddresses, RelayRequest, RelaySide } from "../media";
import type { Clock, Log, Random, Timer } from "../ports";
import { AccountLedger, EXACT_CHARGE, RateBook } from "../rating";
import {
  CallerPools,
  DEFAULT_SORTING,
  GatewayLedger,
  routingSnapshot,
  type GatewayGroup,
  type LedgerSettings,
  type LockType,
  type MappingGateway,
  type RoutingGateway,
} from "../routing";
import type { RelayStatistics, StreamStatistics } from "../rtp";
import type {
  BodyOptions,
  HeaderField,
  InviteSession,
  NameAddress,
  OutgoingInvite,
  SessionEnd,
  SessionListener,
  SessionState,
  SipFlow,
  SipRequest,
  SipResponse,
} from "../sip";
import { B2bua } from "./b2bua";
import { NO_PROMPTS } from "./caller-prompts";
import type { CallAlarm, CallMappingGateway, CallRoutingGateway, CallSettings, SearchRules } from "./types";

// A B2BUA whose user agent, media proxy and clock do only what a test tells them.

const header = (headers: readonly HeaderField[], name: string): string | undefined =>
  headers.find((field) => field.name.toLowerCase() === name.toLowerCase())?.value;

function nameAddress(value: string): NameAddress {
  const match = /^(?:"([^"]*)"\s*)?<([^>]*)>/.exec(value);
  return { displayName: match?.[1] ?? "", uri: match?.[2] ?? value, parameters: new Map() };
}

function message(headers: readonly HeaderField[]) {
  return {
    headers,
    body: Buffer.alloc(0),
    header: (name: string) => header(headers, name),
    values: (name: string) =>
      headers.filter((field) => field.name.toLowerCase() === name.toLowerCase()).map(({ value }) => value),
    lists: (name: string, token: string) => (header(headers, name) ?? "").split(/\s*,\s*/).includes(token),
    callId: header(headers, "Call-ID") ?? "call-id",
    from: nameAddress(header(headers, "From") ?? "<sip:442079460001@192.0.2.10>"),
    to: nameAddress(header(headers, "To") ?? "<sip:442079460123@192.0.2.1>"),
  };
}

/** A request with these headers; only what the B2BUA reads is there. */
export function requestOf(method: string, uri: string, headers: Readonly<Record<string, string>> = {}): SipRequest {
  const fields = Object.entries(headers).map(([name, value]) => ({ name, value }));
  const maxForwards = headers["Max-Forwards"];
  return {
    ...message(fields),
    kind: "request",
    method,
    uri,
    maxForwards: maxForwards === undefined ? undefined : Number(maxForwards),
  } as unknown as SipRequest;
}

/** A response with these headers. */
export function responseOf(status: number, headers: Readonly<Record<string, string>> = {}): SipResponse {
  const fields = Object.entries(headers).map(([name, value]) => ({ name, value }));
  return { ...message(fields), kind: "response", status, reason: `status ${status}` } as unknown as SipResponse;
}

const asText = (sdp: Buffer | undefined) => sdp?.toString("latin1");
const shown = (headers: readonly HeaderField[] | undefined) => (headers ?? []).map(({ name, value }) => `${name}: ${value}`);

/** What the B2BUA did with one session, in order: `reject 404 Reason: ...`. */
export class FakeSession implements InviteSession {
  readonly did: string[] = [];
  readonly flow: SipFlow | undefined = undefined;
  readonly answeredAt: Instant | undefined = undefined;
  state: SessionState = "initial";
  /** The last description that the B2BUA gave. */
  sdp: string | undefined;
  requestDone: ((response: SipResponse | undefined) => void) | undefined;
  listener!: SessionListener;

  constructor(
    readonly role: "uac" | "uas",
    readonly id: string,
    readonly invite: SipRequest,
    readonly remote: SocketAddress,
    readonly outgoing?: OutgoingInvite,
  ) {
    this.sdp = asText(outgoing?.sdp);
  }

  get callId(): string {
    return this.id;
  }

  private note(what: string, options: BodyOptions = {}): boolean {
    if (options.sdp !== undefined) this.sdp = asText(options.sdp);
    this.did.push([what, ...(options.sdp === undefined ? [] : ["with SDP"]), ...shown(options.headers)].join(" "));
    return true;
  }

  progress(status: number, options?: BodyOptions): boolean {
    this.state = "early";
    return this.note(`progress ${status}`, options);
  }
  answer(options?: BodyOptions): boolean {
    this.state = "confirmed";
    return this.note("answer", options);
  }
  reject(status: number, options?: { readonly headers?: readonly HeaderField[] }): boolean {
    this.state = "terminated";
    return this.note(`reject ${status}`, { headers: options?.headers });
  }
  cancel(headers?: readonly HeaderField[]): boolean {
    if (this.state === "confirmed") return false;
    this.state = "terminated";
    return this.note("cancel", { headers });
  }
  acknowledge(sdp?: Buffer): boolean {
    return this.note("acknowledge", { sdp });
  }
  offer(sdp: Buffer | undefined, headers?: readonly HeaderField[]): boolean {
    return this.note("offer", { sdp, headers });
  }
  answerOffer(sdp: Buffer): boolean {
    return this.note("answerOffer", { sdp });
  }
  rejectOffer(status: number): boolean {
    return this.note(`rejectOffer ${status}`);
  }
  request(
    method: string,
    options: { readonly headers?: readonly HeaderField[] },
    done: (response: SipResponse | undefined) => void,
  ): boolean {
    this.requestDone = done;
    return this.note(`request ${method}`, { headers: options.headers });
  }
  end(headers?: readonly HeaderField[]): boolean {
    this.state = "terminated";
    return this.note("end", { headers });
  }

  /** The peer acts. */
  trying(): void {
    this.listener.onTrying?.(this);
  }
  ringsBack(status: number, sdp?: string, headers?: Readonly<Record<string, string>>): void {
    this.state = "early";
    this.listener.onProvisional(this, responseOf(status, headers), sdp === undefined ? undefined : Buffer.from(sdp));
  }
  answers(sdp: string | undefined, options: { readonly isLateOffer?: boolean } = {}): void {
    this.state = "confirmed";
    const body = sdp === undefined ? undefined : Buffer.from(sdp);
    this.listener.onAnswered(this, responseOf(200), body, options.isLateOffer === true);
  }
  refuses(status: number, headers?: Readonly<Record<string, string>>): void {
    this.state = "terminated";
    this.listener.onFailed(this, { kind: "response", response: responseOf(status, headers) });
  }
  fails(kind: "timeout" | "transport"): void {
    this.state = "terminated";
    this.listener.onFailed(this, { kind });
  }
  cancels(headers?: Readonly<Record<string, string>>): void {
    this.state = "terminated";
    this.listener.onCancelled(this, requestOf("CANCEL", "sip:x", headers));
  }
  acknowledges(sdp?: string): void {
    this.listener.onAcknowledged(this, sdp === undefined ? undefined : Buffer.from(sdp));
  }
  offers(sdp: string | undefined, method = "INVITE"): void {
    this.listener.onOffer(this, sdp === undefined ? undefined : Buffer.from(sdp), requestOf(method, "sip:x"));
  }
  hangsUp(headers?: Readonly<Record<string, string>>): void {
    this.ends({ cause: "bye", by: "remote", request: requestOf("BYE", "sip:x", headers) });
  }
  ends(end: SessionEnd): void {
    this.state = "terminated";
    this.listener.onEnded(this, end, () => () => void this.note("answer BYE"));
  }
}

const stream: StreamStatistics = {
  received: 0,
  receivedBytes: 0,
  forwarded: 0,
  lost: 0,
  jitterMs: 0,
  encrypted: 0,
  decrypted: 0,
  dropped: { cipher: 0, unlatched: 0, foreignSource: 0, malformed: 0, noPeer: 0 },
  ssrc: undefined,
  payloadType: undefined,
};
export const NO_STATISTICS: RelayStatistics = { fromA: stream, fromB: stream };

/** A relay at 192.0.2.1 whose side A has ports 10000, 10004 ... and side B 10002, 10006 ...; answers at once. */
export class FakeMedia implements MediaProxy {
  readonly did: string[] = [];
  readonly opened = new Set<string>();
  failure: MediaFailure | undefined;
  private nextPort = 10_000;

  open(request: RelayRequest, done: (result: Result<RelayAddresses, MediaFailure>) => void): void {
    const flags = `${request.a.encrypt ? "A" : "-"}${request.b.encrypt ? "B" : "-"}`;
    this.did.push(`open ${flags}${request.a.port === undefined ? "" : ` at ${request.a.port}`}`);
    if (this.failure !== undefined) return done(failed(this.failure));
    this.opened.add(request.relay);
    const port = this.nextPort;
    this.nextPort += 4;
    const answer = (): void =>
      done(success({ a: { address: "192.0.2.1", port: request.a.port ?? port }, b: { address: "192.0.2.1", port: port + 2 } }));
    if (this.holdsOpen === undefined) answer();
    else this.holdsOpen(answer);
  }
  /** What opening a relay waits for; at once when absent. */
  holdsOpen: ((go: () => void) => void) | undefined;

  point(_relay: string, side: RelaySide, remote: MediaTarget | undefined): void {
    this.did.push(
      `point ${side} ${remote === undefined ? "nowhere" : `${remote.address}:${remote.port}${remote.isHeld === true ? " held" : ""}`}`,
    );
  }
  play(
    _relay: string,
    side: RelaySide,
    { prompts, language, payloadType }: Announcement,
    done: (result: Result<{ readonly durationMs: number }, MediaFailure>) => void,
  ): void {
    this.did.push(`play ${side} ${language} ${payloadType} ${prompts.join(" ")}`);
    done(this.isMute ? failed({ kind: "unknownPrompt" }) : success({ durationMs: 2_000 }));
  }
  /** There are no prompts. */
  isMute = false;

  statistics(_relay: string, done: (result: Result<RelayStatistics, MediaFailure>) => void): void {
    done(success({ ...NO_STATISTICS, fromB: { ...stream, received: this.receivedFromB } }));
  }
  /** Packets that the callee's side is said to have sent. */
  receivedFromB = 0;
  /** What closing a relay waits for; at once when absent. */
  holdsClose: ((go: () => void) => void) | undefined;

  close(relay: string, done: (result: Result<RelayStatistics, MediaFailure>) => void): void {
    this.did.push("close");
    const answer = (): void => done(this.opened.delete(relay) ? success(NO_STATISTICS) : failed({ kind: "unknownRelay" }));
    if (this.holdsClose === undefined) answer();
    else this.holdsClose(answer);
  }
}

/** A clock that moves when it is told. Wall time starts at 2026-01-01T00:00:00Z. */
export class FakeClock implements Clock {
  private time = 0;
  private timers: (Timer & { run: () => void })[] = [];

  now(): Instant {
    return this.time as Instant;
  }
  wallClock(): WallTime {
    return (Date.UTC(2026, 0, 1) * 1_000 + this.time) as WallTime;
  }
  at(due: Instant, name: string, run: () => void): Timer {
    const timer = { name, due, run, cancel: () => void (this.timers = this.timers.filter((other) => other !== timer)) };
    this.timers.push(timer);
    return timer;
  }
  in(delay: Duration, name: string, run: () => void): Timer {
    return this.at((this.time + delay) as Instant, name, run);
  }
  armed(): readonly Timer[] {
    return this.timers;
  }
  passes(duration: Duration): void {
    const until = this.time + duration;
    for (;;) {
      const due = this.timers.filter((timer) => timer.due <= until).sort((a, b) => a.due - b.due)[0];
      if (due === undefined) break;
      this.time = due.due;
      due.cancel();
      due.run();
    }
    this.time = until;
  }
}

function countingRandom(): Random {
  let drawn = 0;
  const random: Random = {
    fork: () => random,
    uint32: () => (drawn += 1),
    fraction: () => 0,
    between: (low) => low,
    hex: (count) => "0".repeat(count),
  };
  return random;
}

const silent: Log = { write: () => undefined, with: () => silent };

/** A session description of a party at `address`. */
export const sdpOf = (address: string, port: number, formats = "0 8 101"): string =>
  [
    "v=0",
    `o=party 1 1 IN IP4 ${address}`,
    "s=-",
    `c=IN IP4 ${address}`,
    "t=0 0",
    `m=audio ${port} RTP/AVP ${formats}`,
    "a=rtpmap:101 telephone-event/8000",
    "a=sendrecv",
    "",
  ].join("\r\n");

export interface BuiltWorld {
  readonly vendors?: readonly (Partial<CallRoutingGateway & RoutingGateway> & { readonly name: string })[];
  readonly customer?: Partial<CallMappingGateway & MappingGateway>;
  readonly settings?: Partial<CallSettings>;
  readonly maxCalls?: number;
  readonly search?: Partial<SearchRules>;
  readonly groups?: readonly GatewayGroup[];
}

/** Customer `acme` at 192.0.2.10 and vendors at 198.51.100.1, .2 ... for 44, in order of their place. */
export class World {
  readonly clock = new FakeClock();
  readonly media = new FakeMedia();
  readonly records: CallRecord[] = [];
  /** Sessions towards vendors, in order of their INVITEs. */
  readonly legs: FakeSession[] = [];
  readonly b2bua: B2bua;
  readonly lines: GatewayLedger;
  readonly pools: CallerPools;
  settings: CallSettings;
  protectDelay = seconds(0);
  readonly alarms: CallAlarm[] = [];
  private ledgerSettings: LedgerSettings;
  private calls = 0;
  private flowNo = 1_000_000n;

  constructor(built: BuiltWorld = {}) {
    this.settings = {
      sessionTimer: { interval: seconds(1800), minSe: seconds(90), refresher: "uac", negotiation: "vos" },
      mediaProxyMode: 3,
      maxCallDuration: seconds(0),
      recordIllegalCalls: true,
      charging: EXACT_CHARGE,
      ...built.settings,
    };
    const vendors = (built.vendors ?? [{ name: "vendor" }]).map((vendor, index) => ({
      target: { remote: { address: `198.51.100.${index + 1}`, port: 5060 } },
      encrypt: false,
      mediaProxy: "auto" as const,
      callerIdentity: "pass" as const,
      prefixes: ["44"],
      priority: index + 1,
      enabled: true,
      lock: "noLock" as const,
      reservedLines: 0,
      protect: false,
      prefixMode: "extension" as const,
      switchUntilConnect: true,
      stopCodes: [486, 487, 403, 404, 484],
      switchAllow: { ring: true, sdp: true, rtp: true, busy: true, code: true },
      timeouts: {},
      ...{ callerTransforms: [], calleeTransforms: [], gatewayPrefix: "", assertsIdentity: false },
      callerPool: { enabled: false, forwarding: false, numbers: [], multiplexes: 0, rotation: "Random" as const },
      ...vendor,
    }));
    const acme = {
      name: "acme",
      addresses: ["192.0.2.10"],
      encrypt: false,
      mediaProxy: "auto" as const,
      enabled: true,
      lock: "noLock" as const,
      prompts: NO_PROMPTS,
      ...{ callerTransforms: [], calleeTransforms: [] },
      ...built.customer,
    };
    this.ledgerSettings = {
      routingGateways: vendors,
      gatewayGroups: built.groups ?? [],
      reservedBoundary: "strict",
      asr: { seizures: 100, maxAge: seconds(1_800) },
    };
    this.lines = new GatewayLedger(this.clock, this.ledgerSettings);
    this.pools = new CallerPools(countingRandom());
    this.pools.configure(vendors);
    this.b2bua = new B2bua({
      agent: { invite: (outgoing, listener) => this.leg(outgoing, listener) },
      media: this.media,
      clock: this.clock,
      random: countingRandom(),
      log: silent,
      gateways: {
        mapping: [acme],
        routing: vendors,
        rates: new RateBook({ zone: new TimeZone("UTC"), calendars: [], tables: [], periodRates: [], accounts: [] }),
        routes: routingSnapshot({ mappingGateways: [acme], routingGateways: vendors }),
      },
      settings: () => this.settings,
      lines: this.lines,
      pools: this.pools,
      forwarding: { steps: ["number_transform", "caller_number_pool"], identity: "from", ordinaryPool: false },
      accounts: new AccountLedger({
        clock: this.clock,
        accounts: [],
        rules: () => ({ advance: seconds(60), reading: "full" }),
      }),
      openCalls: { opened: () => undefined, closed: () => undefined },
      sortPolicy: () => DEFAULT_SORTING,
      search: { maxAttempts: 20, honoursRetryAfter: true, protect: { progress: "ringing" }, ...built.search },
      protectDelay: () => this.protectDelay,
      alarm: (alarm) => void this.alarms.push(alarm),
      inviteTimeout: seconds(32),
      addressTowards: () => ({ address: "192.0.2.1", port: 5060 }),
      record: (record) => void this.records.push(record),
      mediaAddresses: ["192.0.2.1"],
      nextFlowNo: () => (this.flowNo += 1n),
      maxCalls: built.maxCalls ?? 100,
    });
  }

  /** A call from the customer; `null` sends no SDP. */
  callArrives(
    options: {
      readonly uri?: string;
      readonly sdp?: string | null;
      readonly from?: SocketAddress;
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ): FakeSession {
    this.calls += 1;
    const invite = requestOf("INVITE", options.uri ?? "sip:442079460123@192.0.2.1", {
      From: '"Ann" <sip:442079460001@192.0.2.10>;tag=1',
      ...options.headers,
    });
    const session = new FakeSession("uas", `a${this.calls}`, invite, options.from ?? { address: "192.0.2.10", port: 5060 });
    const sdp = options.sdp === null ? undefined : Buffer.from(options.sdp ?? sdpOf("192.0.2.10", 4000));
    session.listener = this.b2bua.onInvite(session, sdp);
    return session;
  }

  /** The lock type of a vendor changes while calls are up. */
  lock(name: string, lock: LockType): void {
    const routingGateways = this.ledgerSettings.routingGateways.map((vendor) =>
      vendor.name === name ? { ...vendor, lock } : vendor,
    );
    this.ledgerSettings = { ...this.ledgerSettings, routingGateways };
    this.lines.reconfigure(this.ledgerSettings);
  }

  /** The vendor's leg of the n-th attempt. */
  vendor(index = 0): FakeSession {
    return this.legs[index] ?? assert.fail(`there was no attempt ${index}`);
  }

  /** The only record, once everything is over: nothing is left behind. */
  record(): CallRecord {
    assert.equal(this.records.length, 1, "records");
    assert.equal(this.b2bua.liveCalls, 0, "live calls");
    assert.deepEqual(this.clock.armed(), [], "timers");
    assert.equal(this.media.opened.size, 0, "relays");
    return this.records[0] ?? assert.fail();
  }

  /** An answered call between the customer and the first vendor. */
  answeredCall(options: Parameters<World["callArrives"]>[0] = {}): { readonly a: FakeSession; readonly b: FakeSession } {
    const a = this.callArrives(options);
    const b = this.vendor(this.legs.length - 1);
    b.answers(sdpOf("198.51.100.1", 6000, "0 101"));
    a.acknowledges();
    return { a, b };
  }

  private leg(outgoing: OutgoingInvite, listener: SessionListener): FakeSession {
    const headers = Object.fromEntries((outgoing.headers ?? []).map(({ name, value }) => [name, value]));
    const invite = requestOf("INVITE", outgoing.uri, { From: outgoing.from, To: outgoing.to, ...headers });
    const session = new FakeSession("uac", `b${this.legs.length + 1}`, invite, outgoing.target.remote, outgoing);
    session.listener = listener;
    this.legs.push(session);
    return session;
  }
}
