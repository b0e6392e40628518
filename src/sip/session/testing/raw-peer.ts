import { formatSocketAddress, type SocketAddress } from "../../../base";
import {
  createRequest,
  createResponse,
  serialize,
  type AnySipMessage,
  type HeaderField,
  type SipRequest,
  type SipResponse,
} from "../../message";
import type { SipFlow } from "../../transaction";
import { labelOf, type Wire } from "./wire";

/** What goes into a message of a {@link RawPeer}. */
export interface RawOptions {
  readonly headers?: readonly HeaderField[];
  readonly body?: Buffer;
  /** Content-Type of the body; SDP's when absent. */
  readonly type?: string;
  readonly tag?: string;
  readonly contact?: string | null;
  readonly cseq?: number;
  readonly branch?: string;
}

const typeOf = ({ type = "application/sdp" }: RawOptions): HeaderField => ({ name: "Content-Type", value: type });

/** A peer without transactions or dialogs: it says what a test has it say, and keeps what it hears. */
export class RawPeer {
  readonly heard: AnySipMessage[] = [];
  /** Reaction to each message, by its label: `INVITE`, `200 BYE`. */
  readonly on: Record<string, (message: AnySipMessage) => void> = {};
  tag = "raw";
  private lastBranch = 0;

  constructor(
    readonly wire: Wire,
    readonly address: SocketAddress,
  ) {
    wire.attach(address, (message, flow) => this.hear(message, flow));
  }

  get host(): string {
    return formatSocketAddress(this.address);
  }

  /** The last request with `method` that was heard. */
  request(method: string): SipRequest {
    const found = this.heard
      .filter((message): message is SipRequest => message.kind === "request" && message.method === method)
      .at(-1);
    if (found === undefined) throw new TypeError(`no ${method} was heard`);
    return found;
  }

  countOf(label: string): number {
    return this.heard.filter((message) => labelOf(message) === label).length;
  }

  /** Answers a request; `body` goes with the type of SDP. */
  respond(request: AnySipMessage, status: number, options: RawOptions = {}): SipResponse {
    if (request.kind !== "request") throw new TypeError("a response is not answered");
    const contact = options.contact === undefined ? `<sip:raw@${this.host}>` : options.contact;
    const response = createResponse(request, status, {
      toTag: options.tag ?? this.tag,
      headers: [
        ...(contact === null ? [] : [{ name: "Contact", value: contact }]),
        ...(options.headers ?? []),
        ...(options.body === undefined ? [] : [typeOf(options)]),
      ],
      ...(options.body === undefined ? {} : { body: options.body }),
    });
    this.send(serialize(response), this.replyTo(request));
    return response;
  }

  /** A request inside the dialog that `invite` (heard) and our answer made. */
  within(invite: SipRequest, method: string, options: RawOptions = {}): SipRequest {
    const to = options.tag ?? this.tag;
    return this.say(
      method,
      invite.contacts[0]?.uri ?? invite.uri,
      [
        { name: "From", value: `${invite.header("To")};tag=${to}` },
        { name: "To", value: invite.header("From") ?? "" },
        { name: "Call-ID", value: invite.callId },
        { name: "CSeq", value: `${options.cseq ?? 1} ${method}` },
      ],
      options,
    );
  }

  /** An INVITE of a new call to `callee`. */
  invite(
    callee: SocketAddress,
    options: RawOptions & { readonly callId?: string; readonly fromTag?: string | null } = {},
  ): SipRequest {
    const from = `<sip:+442079460100@${this.host}>`;
    return this.say(
      "INVITE",
      `sip:+442079460123@${formatSocketAddress(callee)}`,
      [
        { name: "From", value: options.fromTag === null ? from : `${from};tag=${options.fromTag ?? this.tag}` },
        { name: "To", value: `<sip:+442079460123@${formatSocketAddress(callee)}>` },
        { name: "Call-ID", value: options.callId ?? "raw-call" },
        { name: "CSeq", value: `${options.cseq ?? 1} INVITE` },
      ],
      options,
      callee,
    );
  }

  /** A request of the dialog that `invite` (ours) and `response` made. */
  follow(invite: SipRequest, response: SipResponse, method: string, options: RawOptions = {}): SipRequest {
    return this.say(
      method,
      response.contacts[0]?.uri ?? invite.uri,
      [
        { name: "From", value: invite.header("From") ?? "" },
        { name: "To", value: response.header("To") ?? "" },
        { name: "Call-ID", value: invite.callId },
        { name: "CSeq", value: `${options.cseq ?? (method === "ACK" ? invite.cseq.number : invite.cseq.number + 1)} ${method}` },
      ],
      options,
    );
  }

  /** A request outside any dialog. */
  alone(method: string, to: SocketAddress): SipRequest {
    const callee = `<sip:+442079460123@${formatSocketAddress(to)}>`;
    return this.say(
      method,
      `sip:${formatSocketAddress(to)}`,
      [
        { name: "From", value: `<sip:raw@${this.host}>;tag=${this.tag}` },
        { name: "To", value: callee },
        { name: "Call-ID", value: `alone-${method}` },
        { name: "CSeq", value: `1 ${method}` },
      ],
      {},
    );
  }

  /** The CANCEL of an INVITE of ours. */
  cancel(invite: SipRequest, callee: SocketAddress): void {
    const copied = ["Via", "From", "To", "Call-ID"].map((name) => ({ name, value: invite.header(name) ?? "" }));
    const cancel = createRequest({
      method: "CANCEL",
      uri: invite.uri,
      headers: [...copied, { name: "CSeq", value: `${invite.cseq.number} CANCEL` }],
    });
    this.send(serialize(cancel), callee);
  }

  private say(
    method: string,
    uri: string,
    identity: readonly HeaderField[],
    options: RawOptions,
    to?: SocketAddress,
  ): SipRequest {
    this.lastBranch += 1;
    const contact = options.contact === undefined ? `<sip:raw@${this.host}>` : options.contact;
    const branch = options.branch ?? `z9hG4bKraw${this.lastBranch}`;
    const request = createRequest({
      method,
      uri,
      headers: [
        { name: "Via", value: `SIP/2.0/UDP ${this.host};branch=${branch}` },
        { name: "Max-Forwards", value: "70" },
        ...identity,
        ...(contact === null ? [] : [{ name: "Contact", value: contact }]),
        ...(options.headers ?? []),
        ...(options.body === undefined ? [] : [typeOf(options)]),
      ],
      ...(options.body === undefined ? {} : { body: options.body }),
    });
    const hostPort = /@?([\d.]+):(\d+)/.exec(uri);
    this.send(serialize(request), to ?? { address: hostPort?.[1] ?? "", port: Number(hostPort?.[2]) });
    return request;
  }

  private hear(message: AnySipMessage, _flow: SipFlow): void {
    this.heard.push(message);
    this.on[labelOf(message)]?.(message);
  }

  private replyTo(request: SipRequest): SocketAddress {
    return { address: request.topVia.host, port: request.topVia.port ?? 5060 };
  }

  private send(bytes: Buffer, remote: SocketAddress): void {
    this.wire.carry(bytes, { transport: "udp", local: this.address, remote });
  }
}
