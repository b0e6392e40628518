import { createRequest, formatVia, type HeaderField, type SipRequest, type SipResponse } from "../message";

const MAX_FORWARDS = "70";

/**
 * The ACK for a final response of 300 or over, built as RFC 3261 section 17.1.1.3 says: one Via and the routes of the INVITE, To of the
 * response. Credentials are those of the INVITE (section 22.1).
 */
export function ackFor(invite: SipRequest, response: SipResponse): SipRequest {
  const credentials = ["Authorization", "Proxy-Authorization"].flatMap((name) =>
    invite.values(name).map((value) => ({ name, value })),
  );
  return derived(invite, "ACK", response.header("To") ?? "", credentials);
}

/** The CANCEL of an INVITE, built as RFC 3261 section 9.1 says; `extra` may carry a Reason (RFC 3326). */
export function cancelFor(invite: SipRequest, extra: readonly HeaderField[]): SipRequest {
  return derived(invite, "CANCEL", invite.header("To") ?? "", extra);
}

function derived(invite: SipRequest, method: string, toValue: string, extra: readonly HeaderField[]): SipRequest {
  const headers: HeaderField[] = [
    { name: "Via", value: formatVia(invite.topVia) },
    { name: "Max-Forwards", value: MAX_FORWARDS },
    ...invite.values("Route").map((value) => ({ name: "Route", value })),
    { name: "From", value: invite.header("From") ?? "" },
    { name: "To", value: toValue },
    { name: "Call-ID", value: invite.callId },
    { name: "CSeq", value: `${invite.cseq.number} ${method}` },
    ...extra,
  ];
  return createRequest({ method, uri: invite.uri, headers });
}
