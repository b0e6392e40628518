import type { InviteAct } from "../endpoint";

/** Reason phrases of the responses that carriers of this folder give (RFC 3261 section 21). */
const REASONS: Readonly<Record<number, string>> = {
  100: "Trying",
  180: "Ringing",
  183: "Session Progress",
  200: "OK",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  407: "Proxy Authentication Required",
  486: "Busy Here",
  487: "Request Terminated",
  503: "Service Unavailable",
};

const SDP = `v=0
o=sipp 1 1 IN IP[local_ip_type] [local_ip]
s=-
c=IN IP[media_ip_type] [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 8
a=rtpmap:8 PCMA/8000`;

/** One response that SIPp sends. */
export interface Sent {
  readonly status: number;
  readonly reason?: string | undefined;
  readonly method: "INVITE" | "CANCEL" | "BYE" | "OPTIONS";
  readonly headers?: InviteAct["headers"];
  readonly sdp?: boolean;
}

/** The element that sends it; a final response to an INVITE is repeated until its ACK. */
export function send({ status, reason, method, headers = [], sdp = false }: Sent): string {
  const tag = method === "BYE" || status === 100 ? "" : ";tag=[pid]-[call_number]";
  const lines = [
    `SIP/2.0 ${status} ${reason ?? REASONS[status] ?? "Refused"}`,
    "[last_Via:]",
    "[last_Record-Route:]",
    "[last_From:]",
    `[last_To:]${tag}`,
    "[last_Call-ID:]",
    method === "INVITE" ? "CSeq: [$invite] INVITE" : "[last_CSeq:]",
    "Contact: <sip:[local_ip]:[local_port];transport=[transport]>",
    ...headers.map((header) => `${header.name}: ${header.value}`),
    ...(sdp ? ["Content-Type: application/sdp", "Content-Length: [len]", "", SDP] : ["Content-Length: 0", ""]),
  ];
  const repeats = method === "INVITE" && status >= 200 ? ' retrans="500"' : "";
  return `  <send${repeats}>\n    <![CDATA[\n\n${lines.join("\n")}\n\n    ]]>\n  </send>`;
}

/** The answer to a CANCEL is to the INVITE, whose number SIPp has forgotten by then. */
const KEEP_NUMBER = '<ereg regexp="[0-9]+" search_in="hdr" header="CSeq:" assign_to="invite"/>';

/** Waits for an INVITE, and does more with it. */
export const receiveInvite = (...actions: readonly string[]): string =>
  `  <recv request="INVITE">\n    <action>${[KEEP_NUMBER, ...actions].join("\n      ")}</action>\n  </recv>`;

/** Waits for another request. */
export const receive = (method: string, attributes = ""): string => `  <recv request="${method}"${attributes}/>`;

/** Does something without a message. */
export const does = (...actions: readonly string[]): string => `  <nop><action>${actions.join("")}</action></nop>`;

/** Goes on at a label, always or when a variable is true. */
export const goTo = (label: string, when?: string): string =>
  when === undefined ? `  <nop next="${label}"/>` : `  <nop next="${label}" test="${when}"/>`;

/** A place to go to. */
export const label = (name: string): string => `  <label id="${name}"/>`;

/** Compares a variable with a number: the actions that set `to`. */
export const compares = (
  to: string,
  variable: string,
  how: "less_than" | "less_than_equal" | "greater_than" | "greater_than_equal",
  value: number,
): string => `<test assign_to="${to}" variable="${variable}" compare="${how}" value="${value}"/>`;
