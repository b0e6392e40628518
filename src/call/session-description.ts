import type { SocketAddress } from "../base";

/** One m= section as far as a call needs it. */
interface Stream {
  readonly media: string;
  readonly port: number;
  readonly protocol: string;
  readonly formats: readonly string[];
  readonly address: string | undefined;
  /** Lines of the section, the m= line first. */
  readonly lines: readonly string[];
}

/** A session description split into its session part and its streams. Text is latin1, so that foreign bytes survive. */
export interface SessionDescription {
  readonly session: readonly string[];
  readonly streams: readonly Stream[];
}

/** Addresses of `c=IN IP4 192.0.2.1/127`: undefined when the line is absent or of another kind. */
function connectionAddress(lines: readonly string[]): string | undefined {
  const line = lines.find((text) => text.startsWith("c="));
  return /^c=IN IP[46] ([^\s/]+)/.exec(line ?? "")?.[1];
}

function streamOf(lines: readonly string[], sessionAddress: string | undefined): Stream {
  const [media = "", port = "0", protocol = "", ...formats] = (lines[0] ?? "").slice(2).split(" ");
  const address = connectionAddress(lines) ?? sessionAddress;
  return { media, port: parseInt(port, 10) || 0, protocol: protocol.toUpperCase(), formats, address, lines };
}

/** Splits SDP; anything is taken, what is not understood stays where it is. */
export function readSession(sdp: Buffer): SessionDescription {
  const lines = sdp.toString("latin1").split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  const starts = lines.flatMap((line, index) => (line.startsWith("m=") ? [index] : []));
  const session = lines.slice(0, starts[0] ?? lines.length);
  const address = connectionAddress(session);
  const streams = starts.map((start, index) => streamOf(lines.slice(start, starts[index + 1] ?? lines.length), address));
  return { session, streams };
}

/** RTP without security, or fax over UDPTL: what the relay can carry. */
const isPlain = (stream: Stream): boolean => /^(RTP\/AVPF?|UDPTL)$/.test(stream.protocol);

/** SRTP by any keying: `RTP/SAVP`, `RTP/SAVPF`, `UDP/TLS/RTP/SAVPF` ... */
const isSecure = (stream: Stream): boolean => stream.protocol.includes("SAVP");

/** The stream that the call is about: the first that is in use and that the relay can carry. */
export function callStream(description: SessionDescription): Stream | undefined {
  return description.streams.find((stream) => stream.port !== 0 && isPlain(stream));
}

/** True when something is offered and all of it wants SRTP: nothing that the switch could answer (RTP-110). */
export function offersOnlySecureMedia({ streams }: SessionDescription): boolean {
  const offered = streams.filter((stream) => stream.port !== 0);
  return offered.length > 0 && offered.every(isSecure);
}

/** Where the party receives; undefined when it receives nothing (no stream, port 0, 0.0.0.0). */
export function mediaAddressOf(description: SessionDescription): SocketAddress | undefined {
  const stream = callStream(description);
  if (stream?.address === undefined || stream.address === "0.0.0.0" || stream.address === "::") return undefined;
  return { address: stream.address, port: stream.port };
}

/** Names of static payload types, RFC 3551 section 6. */
const STATIC_NAMES: Readonly<Record<string, string>> = {
  0: "PCMU",
  3: "GSM",
  4: "G723",
  8: "PCMA",
  9: "G722",
  13: "CN",
  15: "G728",
  18: "G729",
};

/** Name of the first codec of the call's stream; undefined when there is none. */
export function codecOf(description: SessionDescription): string | undefined {
  const stream = callStream(description);
  const format = stream?.formats[0];
  if (stream === undefined || format === undefined) return undefined;
  const map = stream.lines.find((line) => line.startsWith(`a=rtpmap:${format} `));
  return map?.slice(`a=rtpmap:${format} `.length).split("/")[0] ?? STATIC_NAMES[format] ?? format;
}

/** Attributes that speak of the party's own transport: they would name addresses and keys that do not hold behind the relay. */
const OWN_TRANSPORT =
  /^a=(candidate|ice-|remote-candidates|end-of-candidates|crypto|fingerprint|setup|connection|tls-id|rtcp:|rtcp-mux|key-mgmt)/i;

const connectionLine = (address: string): string => `c=IN IP${address.includes(":") ? 6 : 4} ${address}`;

function refusedStream(stream: Stream): string {
  return `m=${stream.media} 0 ${(stream.lines[0] ?? "").slice(2).split(" ").slice(2).join(" ")}`;
}

function relayedStream(stream: Stream, relay: SocketAddress): readonly string[] {
  const [first = "", ...rest] = stream.lines;
  const fields = first.slice(2).split(" ");
  fields[1] = String(relay.port);
  const isHeld = stream.address === "0.0.0.0";
  const kept = rest.filter((line) => !OWN_TRANSPORT.test(line) && !line.startsWith("c="));
  return [`m=${fields.join(" ")}`, connectionLine(isHeld ? "0.0.0.0" : relay.address), ...kept];
}

/**
 * What the other party is told when the media cross the relay: the call's stream at the relay's address, every other stream refused.
 *
 * `origin` is the body of the o= line up to the address: each leg has its own (RFC 3264 section 8).
 */
export function throughRelay(description: SessionDescription, relay: SocketAddress, origin: string): Buffer {
  const relayed = callStream(description);
  const lines = description.session
    .filter((line) => !line.startsWith("c=") && !OWN_TRANSPORT.test(line))
    .map((line) => (line.startsWith("o=") ? `o=${origin} IN IP${relay.address.includes(":") ? 6 : 4} ${relay.address}` : line));
  const streams = description.streams.flatMap((stream) =>
    stream === relayed ? relayedStream(stream, relay) : [refusedStream(stream), connectionLine(relay.address)],
  );
  return Buffer.from(`${[...lines, ...streams].join("\r\n")}\r\n`, "latin1");
}

/** The description with its SRTP streams refused; the same bytes when there is none. */
export function withoutSecureStreams(sdp: Buffer, description: SessionDescription): Buffer {
  if (!description.streams.some((stream) => stream.port !== 0 && isSecure(stream))) return sdp;
  const streams = description.streams.flatMap((stream) => (isSecure(stream) ? [refusedStream(stream)] : stream.lines));
  return Buffer.from(`${[...description.session, ...streams].join("\r\n")}\r\n`, "latin1");
}
