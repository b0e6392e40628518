import { createRequest, parseNameAddress, type HeaderField, type SipRequest, type SipResponse } from "../message";
import type { SipTarget } from "../transaction";

const MAX_FORWARDS = "70";

/** Routes that are kept of one message. Our choice: real paths have one or two. */
const MAX_ROUTES = 32;

/** What a dialog is made of. Addresses are header text with their tags. */
export interface DialogParts {
  readonly callId: string;
  readonly localTag: string;
  /** Undefined for a peer of RFC 2543, which has none: section 12.1.1. */
  readonly remoteTag: string | undefined;
  readonly localAddress: string;
  readonly remoteAddress: string;
  readonly localCseq: number;
  readonly remoteCseq: number | undefined;
  readonly remoteTarget: string;
  readonly routes: readonly string[];
  /** How the peer was reached, or reached us: for what its URIs leave open. */
  readonly peer: SipTarget;
}

/** One request inside a dialog before it is sent. */
export interface DialogRequest {
  readonly method: string;
  readonly headers?: readonly HeaderField[];
  readonly body?: Buffer | undefined;
}

const withTag = (address: string, tag: string): string => `${address};tag=${tag}`;

const routesOf = (message: SipRequest | SipResponse): readonly string[] => message.values("Record-Route").slice(0, MAX_ROUTES);

/** A URI as it may stand on a request line: without the headers that a Contact may carry. RFC 3261 section 19.1.1, Table 1. */
const asRequestUri = (uri: string): string => uri.split("?", 1)[0] ?? uri;

const contactOf = (message: SipRequest | SipResponse): string | undefined => {
  const uri = message.contacts[0]?.uri;
  return uri !== undefined && /^sips?:/i.test(uri) ? asRequestUri(uri) : undefined;
};

/**
 * The state of a dialog, RFC 3261 section 12: sequence numbers, route set and remote target, and the requests that they make.
 * Tags compare case by case, as section 19.3 has them.
 */
export class Dialog {
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string | undefined;
  readonly peer: SipTarget;
  /** Whether the peer's latest Allow lists UPDATE. */
  allowsUpdate = false;

  private readonly localAddress: string;
  private readonly remoteAddress: string;
  private localCseq: number;
  private remoteCseq: number | undefined;
  private remoteTarget: string;
  private routes: readonly string[];

  constructor(parts: DialogParts) {
    this.callId = parts.callId;
    this.localTag = parts.localTag;
    this.remoteTag = parts.remoteTag;
    this.peer = parts.peer;
    this.localAddress = parts.localAddress;
    this.remoteAddress = parts.remoteAddress;
    this.localCseq = parts.localCseq;
    this.remoteCseq = parts.remoteCseq;
    this.remoteTarget = parts.remoteTarget;
    this.routes = parts.routes;
  }

  /** The dialog that our response to `invite` makes. Section 12.1.1. */
  static asServer(invite: SipRequest, localTag: string, peer: SipTarget): Dialog {
    const dialog = new Dialog({
      callId: invite.callId,
      localTag,
      remoteTag: invite.fromTag,
      localAddress: withTag(invite.header("To") ?? "", localTag),
      remoteAddress: invite.header("From") ?? "",
      localCseq: 0,
      remoteCseq: invite.cseq.number,
      remoteTarget: contactOf(invite) ?? asRequestUri(invite.from.uri),
      routes: routesOf(invite),
      peer,
    });
    dialog.learnAllow(invite);
    return dialog;
  }

  /** The dialog that `response` to an INVITE of ours makes; `fallback` is the remote target when it names none. Section 12.1.2. */
  static asClient(response: SipResponse, fallback: string, peer: SipTarget): Dialog {
    const dialog = new Dialog({
      callId: response.callId,
      localTag: response.fromTag ?? "",
      remoteTag: response.toTag,
      localAddress: response.header("From") ?? "",
      remoteAddress: response.header("To") ?? "",
      localCseq: response.cseq.number,
      remoteCseq: undefined,
      remoteTarget: contactOf(response) ?? asRequestUri(fallback),
      routes: [...routesOf(response)].reverse(),
      peer,
    });
    dialog.learnAllow(response);
    return dialog;
  }

  /** The 2xx makes an early dialog of ours a confirmed one: its route set and remote target count. Section 13.2.2.4. */
  confirm(response: SipResponse): void {
    this.routes = [...routesOf(response)].reverse();
    this.refreshTarget(response);
    this.learnAllow(response);
  }

  /** Takes the request's number, unless it is lower than the last one: that request gets 500. Section 12.2.2. */
  acceptsCseq(request: SipRequest): boolean {
    if (this.remoteCseq !== undefined && request.cseq.number < this.remoteCseq) return false;
    this.remoteCseq = request.cseq.number;
    return true;
  }

  /** A target refresh request, or a 2xx to one of ours, names the peer's new Contact. Section 12.2. */
  refreshTarget(message: SipRequest | SipResponse): void {
    this.remoteTarget = contactOf(message) ?? this.remoteTarget;
  }

  learnAllow(message: SipRequest | SipResponse): void {
    if (message.header("Allow") !== undefined) this.allowsUpdate = message.lists("Allow", "UPDATE");
  }

  /** A new request with the next sequence number. Section 12.2.1.1. */
  request(request: DialogRequest): SipRequest {
    this.localCseq += 1;
    return this.build(request, this.localCseq);
  }

  /** The ACK for a 2xx to the INVITE that had `cseq`. Section 13.2.2.4. */
  ack(cseq: number, headers: readonly HeaderField[], body?: Buffer): SipRequest {
    return this.build({ method: "ACK", headers, body }, cseq);
  }

  /** The sequence number that the next request will have. */
  get nextCseq(): number {
    return this.localCseq + 1;
  }

  /** The URI whose host gets the next request: the first route, or the remote target. Section 8.1.2. */
  get nextHop(): string {
    const first = this.routes[0];
    return first === undefined ? this.remoteTarget : uriOf(first);
  }

  private build({ method, headers = [], body }: DialogRequest, cseq: number): SipRequest {
    const { uri, routes } = this.routing();
    return createRequest({
      method,
      uri,
      headers: [
        ...routes.map((value) => ({ name: "Route", value })),
        { name: "Max-Forwards", value: MAX_FORWARDS },
        { name: "From", value: this.localAddress },
        { name: "To", value: this.remoteAddress },
        { name: "Call-ID", value: this.callId },
        { name: "CSeq", value: `${cseq} ${method}` },
        ...headers,
      ],
      ...(body === undefined ? {} : { body }),
    });
  }

  /** Loose routers stay in Route; a strict one becomes the Request-URI and the remote target the last route. Section 12.2.1.1. */
  private routing(): { uri: string; routes: readonly string[] } {
    const [first, ...others] = this.routes;
    if (first === undefined || isLooseRouter(first)) return { uri: this.remoteTarget, routes: this.routes };
    return { uri: asRequestUri(uriOf(first)), routes: [...others, `<${this.remoteTarget}>`] };
  }
}

function uriOf(route: string): string {
  return parseNameAddress(route)?.uri ?? route;
}

function isLooseRouter(route: string): boolean {
  return /;lr(?:[=;?>]|$)/i.test(route);
}
