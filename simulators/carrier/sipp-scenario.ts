import type { InviteAct, Personality } from "../endpoint";

/**
 * A personality as a SIPp scenario for the called side (XML), for the same carrier on a foreign stack.
 *
 * SIPp plays one story: responses in order, then the end that follows from them, which is ACK to a refusal, BYE after an answer, and
 * CANCEL to a call that is never decided. Undefined for what it cannot play: rules, a range of its own, forks, reliable
 * provisionals, odd CANCELs, and complete silence, for which no SIPp is needed.
 */
export function sippScenario({ name, onInvite, inviteRules, servesOnly, challenges, onCancel }: Personality): string | undefined {
  const isPlain = onInvite.every(({ fork, reliable }) => fork === undefined && reliable !== true);
  const isOneStory = inviteRules === undefined && servesOnly === undefined && challenges === undefined && onCancel === "refuses";
  if (!isPlain || !isOneStory || onInvite.length === 0) return undefined;
  const body = [RECEIVE_INVITE, ...onInvite.flatMap(played), ...ending(onInvite.at(-1)?.status ?? 0)];
  return `<?xml version="1.0" encoding="ISO-8859-1" ?>\n<scenario name="${name}">\n${body.join("\n")}\n</scenario>\n`;
}

/** The answer to a CANCEL is to the INVITE, whose number SIPp has forgotten by then. */
const RECEIVE_INVITE = `  <recv request="INVITE">
    <action><ereg regexp="[0-9]+" search_in="hdr" header="CSeq:" assign_to="invite"/></action>
  </recv>`;

/** Reason phrases of the responses that carriers of this folder give (RFC 3261 section 21). */
const REASONS: Readonly<Record<number, string>> = {
  100: "Trying",
  180: "Ringing",
  183: "Session Progress",
  200: "OK",
  403: "Forbidden",
  404: "Not Found",
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

interface Sent {
  readonly status: number;
  readonly reason?: string;
  readonly method: "INVITE" | "CANCEL" | "BYE";
  readonly headers?: InviteAct["headers"];
  readonly sdp?: boolean;
}

function send({ status, reason, method, headers = [], sdp = false }: Sent): string {
  const tag = method === "BYE" || status === 100 ? "" : ";tag=[pid]-[call_number]";
  const lines = [
    `SIP/2.0 ${status} ${reason ?? REASONS[status] ?? "Refused"}`,
    "[last_Via:]",
    "[last_Record-Route:]",
    "[last_From:]",
    `[last_To:]${tag}`,
    "[last_Call-ID:]",
    `CSeq: ${method === "INVITE" ? "[$invite] INVITE" : ""}`,
    "Contact: <sip:[local_ip]:[local_port];transport=[transport]>",
    ...headers.map((header) => `${header.name}: ${header.value}`),
    ...(sdp ? ["Content-Type: application/sdp", "Content-Length: [len]", "", SDP] : ["Content-Length: 0", ""]),
  ].map((line) => (line === "CSeq: " ? "[last_CSeq:]" : line));
  const repeats = method === "INVITE" && status >= 200 ? ' retrans="500"' : "";
  return `  <send${repeats}>\n    <![CDATA[\n\n${lines.join("\n")}\n\n    ]]>\n  </send>`;
}

function played(act: InviteAct, index: number, acts: readonly InviteAct[]): readonly string[] {
  const { status, reason, headers, sdp, afterMs } = act;
  const wait = afterMs - (acts[index - 1]?.afterMs ?? 0);
  const sent = send({
    status,
    method: "INVITE",
    sdp: sdp === "answer",
    ...(reason === undefined ? {} : { reason }),
    ...(headers === undefined ? {} : { headers }),
  });
  return wait > 0 ? [`  <pause milliseconds="${wait}"/>`, sent] : [sent];
}

const ACK = '  <recv request="ACK"/>';

function ending(status: number): readonly string[] {
  if (status >= 300) return [ACK];
  if (status >= 200) return [ACK, '  <recv request="BYE"/>', send({ status: 200, method: "BYE" })];
  const cancel = '  <recv request="CANCEL"/>';
  return [cancel, send({ status: 200, method: "CANCEL" }), send({ status: 487, method: "INVITE" }), ACK];
}
