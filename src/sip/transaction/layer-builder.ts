import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { after, createTimerWheel, type Duration, type Instant, type SocketAddress, type TimerWheel } from "../../base";
import { createRequest, createResponse, parseMessage, serialize, type AnySipMessage, type SipRequest } from "../message";
import type { SipSender, TransactionLayer, TransactionLayerOptions } from "./layer";
import { defaultSipTimers } from "./timers";
import { createTransactionLayer } from "./transaction-layer";
import type { ClientTransactionUser, ServerTransaction, SipFlow, SipTarget, SipTransportName, TransactionCore } from "./types";

export const US: SocketAddress = { address: "192.0.2.1", port: 5060 };
export const PEER: SocketAddress = { address: "198.51.100.7", port: 5060 };

export const flowOver = (transport: SipTransportName): SipFlow => ({ transport, local: US, remote: PEER });

/** One message that the layer sent. */
export interface Sent {
  readonly at: number;
  readonly flow: SipFlow;
  readonly bytes: Buffer;
  readonly message: AnySipMessage;
  readonly alternative: SocketAddress | undefined;
  readonly fail: () => void;
}

/** A transaction layer whose world is recorded. */
export interface LayerUnderTest {
  readonly layer: TransactionLayer;
  readonly wheel: TimerWheel;
  readonly sent: Sent[];
  /** What users and core were told, in words. */
  readonly told: string[];
  readonly transactions: ServerTransaction[];
  readonly user: ClientTransactionUser;
  readonly core: TransactionCore;
  /** Moves time on by `duration`. */
  elapse(duration: Duration): void;
  receive(text: string, flow?: SipFlow): void;
  /** Start lines of what was sent since the last call. */
  lines(): string[];
  /** What was told since the last call. */
  news(): string[];
}

/** Builds a {@link LayerUnderTest}; what a test sets is what it is about. */
export function buildLayer(
  overrides: Partial<TransactionLayerOptions> & {
    readonly onRequest?: (request: SipRequest, transaction: ServerTransaction, layer: TransactionLayer) => void;
    readonly largeGoesByTcp?: boolean;
  } = {},
): LayerUnderTest {
  const wheel = createTimerWheel(0 as Instant);
  const sent: Sent[] = [];
  const told: string[] = [];
  const transactions: ServerTransaction[] = [];
  let seenSent = 0;
  let seenTold = 0;
  let branches = 0;
  const sender: SipSender = {
    send(bytes, flow, onFailure, alternative) {
      const message = parsed(bytes);
      sent.push({ at: wheel.now, flow, bytes, message, alternative, fail: () => onFailure?.() });
    },
    flowTo(target, size) {
      const isLarge = (overrides.largeGoesByTcp ?? false) && size > 1300;
      return { transport: target.transport ?? (isLarge ? "tcp" : "udp"), local: target.local ?? US, remote: target.remote };
    },
  };
  const core: TransactionCore = {
    onRequest(request, transaction) {
      transactions.push(transaction);
      told.push(`request ${request.method}`);
      overrides.onRequest?.(request, transaction, layer);
    },
    onAck: () => void told.push("ack"),
    onCancel: () => void told.push("cancel"),
    onStray2xx: (response) => void told.push(`stray ${response.status}`),
    onServerFailure: (failure) => void told.push(`server ${failure}`),
  };
  const user: ClientTransactionUser = {
    onResponse: (response) => void told.push(`response ${response.status}`),
    onFailure: (failure) => void told.push(`failure ${failure}`),
  };
  const layer = createTransactionLayer({
    sender,
    wheel,
    timers: defaultSipTimers,
    core,
    nextBranch: () => `b${(branches += 1)}`,
    allowedMethods: ["INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "UPDATE", "INFO"],
    supportedExtensions: () => ["100rel", "timer"],
    maxTransactions: 1000,
    ...overrides,
  });
  return {
    layer,
    wheel,
    sent,
    told,
    transactions,
    user,
    core,
    elapse: (duration) => wheel.advance(after(wheel.now, duration)),
    receive: (text, flow = flowOver("udp")) => layer.receive(parsed(Buffer.from(text, "latin1")), flow),
    lines() {
      const lines = sent.slice(seenSent).map(({ message }) => startLine(message));
      seenSent = sent.length;
      return lines;
    },
    news() {
      const news = told.slice(seenTold);
      seenTold = told.length;
      return news;
    },
  };
}

/** `INVITE`, `180 INVITE`. */
export function startLine(message: AnySipMessage): string {
  return message.kind === "request" ? message.method : `${message.status} ${message.cseq.method}`;
}

function parsed(bytes: Buffer): AnySipMessage {
  const result = parseMessage(bytes);
  assert.ok(result.ok, `not a message: ${JSON.stringify(result)}\n${bytes.toString("latin1")}`);
  return result.value;
}

/** What a request in a test may say; the rest is filled in. */
export interface RequestFields {
  readonly uri?: string;
  readonly via?: string;
  readonly branch?: string;
  readonly callId?: string;
  readonly cseq?: number;
  readonly cseqMethod?: string;
  readonly fromTag?: string;
  readonly toTag?: string;
  readonly maxForwards?: number;
  readonly extra?: string;
  readonly body?: string;
}

/** A request as the peer sends it. */
export function requestText(method: string, fields: RequestFields = {}): string {
  const branch = fields.branch ?? "z9hG4bKpeer1";
  const to = fields.toTag === undefined ? "" : `;tag=${fields.toTag}`;
  const body = fields.body ?? "";
  return [
    `${method} ${fields.uri ?? "sip:+442079460123@192.0.2.1"} SIP/2.0`,
    fields.via ?? `Via: SIP/2.0/UDP ${PEER.address}:${PEER.port};branch=${branch}`,
    `Max-Forwards: ${fields.maxForwards ?? 70}`,
    `From: <sip:+442079460001@198.51.100.7>;tag=${fields.fromTag ?? "from1"}`,
    `To: <sip:+442079460123@192.0.2.1>${to}`,
    `Call-ID: ${fields.callId ?? "call1@198.51.100.7"}`,
    `CSeq: ${fields.cseq ?? 1} ${fields.cseqMethod ?? method}`,
    `Contact: <sip:198.51.100.7:5060>`,
    ...(fields.extra === undefined ? [] : [fields.extra]),
    `Content-Length: ${body.length}`,
    "",
    body,
  ].join("\r\n");
}

/** A request of ours, before the layer puts its Via on top. */
export function ownRequest(method: string, fields: RequestFields = {}): SipRequest {
  const text = requestText(method, { ...fields, via: `Via: SIP/2.0/UDP 192.0.2.99;branch=z9hG4bKplaceholder` });
  const request = parsed(Buffer.from(text, "latin1"));
  assert.equal(request.kind, "request");
  const { uri, headers, body } = request;
  return createRequest({ method, uri, headers: headers.filter(({ name }) => name !== "Via"), body });
}

/** The peer's response to a request that the layer sent. */
export function responseText(request: SipRequest, status: number, toTag = "to1"): string {
  return serialize(createResponse(request, status, { toTag })).toString("latin1");
}

export const TO_PEER: SipTarget = { remote: PEER };
