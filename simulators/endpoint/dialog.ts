import { formatSocketAddress, type SocketAddress } from "../../src/base";
import type { Random } from "../../src/ports";
import { addressOf, header, headerLines, tagOf, uriOf, type HeaderText, type SipText } from "./sip-text";

const ALLOWED = ["INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "INFO", "PRACK", "UPDATE"] as const;
const REASONS: Readonly<Record<number, string>> = {
  100: "Trying",
  180: "Ringing",
  181: "Call Is Being Forwarded",
  182: "Queued",
  183: "Session Progress",
  200: "OK",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  407: "Proxy Authentication Required",
  408: "Request Timeout",
  415: "Unsupported Media Type",
  422: "Session Interval Too Small",
  480: "Temporarily Unavailable",
  481: "Call/Transaction Does Not Exist",
  484: "Address Incomplete",
  486: "Busy Here",
  487: "Request Terminated",
  488: "Not Acceptable Here",
  491: "Request Pending",
  500: "Server Internal Error",
  501: "Not Implemented",
  503: "Service Unavailable",
  504: "Server Time-out",
  600: "Busy Everywhere",
  603: "Decline",
};

/** The reason phrase of RFC 3261 section 21 (or a later RFC) for a status. */
export const reasonFor = (status: number): string => REASONS[status] ?? "Response";

export interface DialogOptions {
  readonly callId: string;
  readonly localTag: string;
  /** From on what we send, To on what we receive: header text without a tag. */
  readonly localParty: string;
  readonly remoteParty: string;
  readonly remoteTag?: string;
  readonly remoteTarget: string;
  /** Where requests go until the remote target names an address. */
  readonly peer: SocketAddress;
  readonly contact: SocketAddress;
  readonly claimedContact: SocketAddress;
  readonly allowsUpdate: boolean;
  readonly random: Random;
}

export interface RequestText {
  readonly cseq?: number;
  readonly branch?: string;
  readonly headers?: readonly HeaderText[];
  readonly sdp?: string;
  readonly body?: { readonly type: string; readonly text: string };
  readonly maxForwards?: number;
}

/** The identifiers of one dialog and the writing of its messages, RFC 3261 section 12. */
export class Dialog {
  localTag: string;
  remoteTag: string | undefined;
  remoteTarget: string;
  nextCSeq = 1;

  constructor(readonly options: DialogOptions) {
    this.localTag = options.localTag;
    this.remoteTag = options.remoteTag;
    this.remoteTarget = options.remoteTarget;
  }

  /** Where in-dialog requests go. */
  get destination(): SocketAddress {
    return addressOf(this.remoteTarget) ?? this.options.peer;
  }

  newBranch(): string {
    return `z9hG4bK${this.options.random.hex(16)}`;
  }

  /** Takes tag and Contact from what the other side sent. */
  learn(message: SipText, tagHeader: "From" | "To"): void {
    this.remoteTag = tagOf(header(message, tagHeader)) ?? this.remoteTag;
    const contact = header(message, "Contact");
    if (contact !== undefined) this.remoteTarget = uriOf(contact);
  }

  request(method: string, text: RequestText = {}): SipText {
    const { callId, localParty, remoteParty, contact } = this.options;
    const cseq = text.cseq ?? this.nextCSeq++;
    const to = this.remoteTag === undefined ? remoteParty : `${remoteParty};tag=${this.remoteTag}`;
    const headers = [
      { name: "Via", value: `SIP/2.0/UDP ${formatSocketAddress(contact)};rport;branch=${text.branch ?? this.newBranch()}` },
      { name: "Max-Forwards", value: String(text.maxForwards ?? 70) },
      { name: "From", value: `${localParty};tag=${this.localTag}` },
      { name: "To", value: to },
      { name: "Call-ID", value: callId },
      { name: "CSeq", value: `${cseq} ${method}` },
      ...(["ACK", "BYE", "CANCEL"].includes(method) ? [] : [this.contactHeader]),
      ...(text.headers ?? []),
    ];
    return withBody(`${method} ${this.remoteTarget} SIP/2.0`, headers, text);
  }

  response(
    request: SipText,
    status: number,
    text: RequestText & { readonly reason?: string; readonly tag?: string } = {},
  ): SipText {
    const to = header(request, "To") ?? "";
    const tagged = status === 100 || tagOf(to) !== undefined ? to : `${to};tag=${text.tag ?? this.localTag}`;
    const headers = [
      ...headerLines(request, "Via").map((value) => ({ name: "Via", value })),
      { name: "From", value: header(request, "From") ?? "" },
      { name: "To", value: tagged },
      { name: "Call-ID", value: header(request, "Call-ID") ?? "" },
      { name: "CSeq", value: header(request, "CSeq") ?? "" },
      ...(status > 100 && status < 300 ? [this.contactHeader, this.allowHeader] : []),
      ...(text.headers ?? []),
    ];
    return withBody(`SIP/2.0 ${status} ${text.reason ?? reasonFor(status)}`, headers, text);
  }

  get allowHeader(): HeaderText {
    const methods = ALLOWED.filter((method) => method !== "UPDATE" || this.options.allowsUpdate);
    return { name: "Allow", value: methods.join(", ") };
  }

  private get contactHeader(): HeaderText {
    return { name: "Contact", value: `<sip:${formatSocketAddress(this.options.claimedContact)}>` };
  }
}

function withBody(startLine: string, headers: readonly HeaderText[], text: RequestText): SipText {
  const body = text.sdp === undefined ? text.body : { type: "application/sdp", text: text.sdp };
  if (body === undefined) return { startLine, headers, body: "" };
  return { startLine, headers: [...headers, { name: "Content-Type", value: body.type }], body: body.text };
}

/** A documentation address (RFC 5737) where nobody listens: the Contact of a party that cannot be reached. */
export const NOWHERE: SocketAddress = { address: "203.0.113.254", port: 5060 };
