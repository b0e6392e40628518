import { createResponse, serialize, type HeaderField, type SipRequest } from "../message";
import type { SipSender } from "./layer";
import type { SipFlow } from "./types";
import { replyRoute, stamped } from "./via-routing";

/**
 * Answers without a transaction, RFC 3261 section 8.2.7: one response for one request, nothing kept.
 *
 * Their To tags carry a mark of this layer, so that the ACK for one is known without state and does not reach the core.
 */
export class StatelessAnswers {
  constructor(
    private readonly sender: SipSender,
    private readonly mark: string,
  ) {}

  /** Sends `status` for `request` as received over `flow`. Never for an ACK. */
  send(
    request: SipRequest,
    flow: SipFlow,
    status: number,
    options: { readonly reason?: string; readonly headers?: readonly HeaderField[] },
  ): void {
    if (request.method === "ACK") return;
    const received = stamped(request, flow.remote);
    const response = createResponse(received, status, { ...options, toTag: this.tagFor(request) });
    // From the request as it came: of a malformed one only the top Via could be read, and that is read no more once it was stamped.
    const route = replyRoute(request, flow);
    this.sender.send(serialize(response), route.flow, undefined, route.alternative);
  }

  /** True for an ACK to one of our stateless answers. */
  isAcknowledgedBy(ack: SipRequest): boolean {
    return ack.toTag?.startsWith(this.mark) ?? false;
  }

  /** The same for each retransmission, as RFC 3261 section 8.2.7 demands. */
  private tagFor(request: SipRequest): string {
    return `${this.mark}${hash(`${request.callId} ${request.cseq.number} ${request.fromTag ?? ""}`).toString(16)}`;
  }
}

/** FNV-1a with 32 bits: spreads the tags, hides nothing. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value >>> 0;
}
