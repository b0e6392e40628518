import type { WallTime } from "../../src/base";
import type { CapturedPacket, ScenarioEvidence } from "../evidence";

/** One arrow of a ladder diagram: a SIP message, or a run of media packets drawn as one. */
export interface LadderArrow {
  readonly at: WallTime;
  /** Columns, by index. */
  readonly from: number;
  readonly to: number;
  /** `INVITE`, `200 OK (INVITE)`, `RTP PCMU x 250`. */
  readonly label: string;
  readonly kind: "request" | "response" | "media" | "other";
  /** Legs are numbered in order of their first message; undefined for media. */
  readonly leg: number | undefined;
  readonly isRetransmission: boolean;
  readonly fate: CapturedPacket["fate"];
  /** The message as text, for the reader who opens it; undefined for media. */
  readonly text: string | undefined;
}

export interface Ladder {
  /** Names of the hosts, left to right, in order of first appearance with the caller first. */
  readonly columns: readonly string[];
  readonly arrows: readonly LadderArrow[];
  readonly startedAt: WallTime;
}

const PAYLOAD_NAMES: Readonly<Record<number, string>> = { 0: "PCMU", 8: "PCMA", 13: "CN", 18: "G729", 101: "telephone-event" };

interface SipLine {
  readonly label: string;
  readonly kind: "request" | "response";
  readonly callId: string;
}

function headerValue(text: string, full: string, compact: string): string {
  const match = new RegExp(`^(?:${full}|${compact})[ \\t]*:[ \\t]*(.*)$`, "im").exec(text);
  return match?.[1]?.trim() ?? "";
}

/** Reads what a ladder shows of a SIP message, malformed ones included, which is why it does not use the parser. */
function sipLine(text: string): SipLine | undefined {
  const startLine = text.slice(0, text.search(/\r?\n|$/));
  const callId = headerValue(text, "call-id", "i");
  const status = /^SIP\/2\.0 (\d{3}) ?(.*)$/.exec(startLine);
  if (status !== null) {
    const method = headerValue(text, "cseq", "cseq").split(/\s+/)[1] ?? "";
    return { label: `${status[1]} ${status[2]} (${method})`, kind: "response", callId };
  }
  const request = /^([A-Z]+) \S+ SIP\/2\.0$/.exec(startLine);
  return request === null ? undefined : { label: request[1] ?? "", kind: "request", callId };
}

function isRtp(bytes: Buffer): boolean {
  const second = bytes[1] ?? 0;
  return bytes.length >= 12 && (bytes[0] ?? 0) >> 6 === 2 && (second < 192 || second > 223);
}

const isRtcp = (bytes: Buffer): boolean =>
  bytes.length >= 8 && (bytes[0] ?? 0) >> 6 === 2 && (bytes[1] ?? 0) >= 192 && (bytes[1] ?? 0) <= 223;

/** A run of media packets on one path, while it is being gathered. */
interface MediaRun {
  readonly at: WallTime;
  readonly from: number;
  readonly to: number;
  readonly name: string;
  readonly fate: CapturedPacket["fate"];
  count: number;
}

const mediaArrow = ({ at, from, to, name, count, fate }: MediaRun): LadderArrow => ({
  at,
  from,
  to,
  label: count === 1 ? name : `${name} x ${count}`,
  kind: name.startsWith("RTP") || name === "RTCP" ? "media" : "other",
  leg: undefined,
  isRetransmission: false,
  fate,
  text: undefined,
});

class LadderBuilder {
  readonly #columns = new Map<string, number>();
  readonly #legs = new Map<string, number>();
  readonly #seen = new Set<string>();
  readonly #media = new Map<string, MediaRun>();
  readonly #arrows: LadderArrow[] = [];

  constructor(private readonly hosts: ReadonlyMap<string, string>) {}

  #column(address: string): number {
    const name = this.hosts.get(address) ?? address;
    const known = this.#columns.get(name);
    if (known !== undefined) return known;
    this.#columns.set(name, this.#columns.size);
    return this.#columns.size - 1;
  }

  #leg(callId: string): number {
    const known = this.#legs.get(callId) ?? this.#legs.size;
    this.#legs.set(callId, known);
    return known;
  }

  add(packet: CapturedPacket): void {
    const [from, to] = [this.#column(packet.from.address), this.#column(packet.to.address)];
    const text = packet.bytes.toString("latin1");
    const sip = sipLine(text);
    if (sip === undefined) {
      if (packet.bytes.length > 4) this.#addMedia(packet, from, to);
      return;
    }
    const key = `${packet.from.address}:${packet.from.port}>${packet.to.address}:${packet.to.port}|${text}`;
    this.#arrows.push({
      at: packet.at,
      from,
      to,
      label: sip.label,
      kind: sip.kind,
      leg: this.#leg(sip.callId),
      isRetransmission: this.#seen.has(key),
      fate: packet.fate,
      text,
    });
    this.#seen.add(key);
    this.#flushMedia();
  }

  #addMedia(packet: CapturedPacket, from: number, to: number): void {
    const payloadType = (packet.bytes[1] ?? 0) & 127;
    const name = isRtp(packet.bytes)
      ? `RTP ${PAYLOAD_NAMES[payloadType] ?? payloadType}`
      : isRtcp(packet.bytes)
        ? "RTCP"
        : `${packet.transport.toUpperCase()} ${packet.bytes.length} bytes`;
    const key = `${from}>${to}|${name}|${packet.fate ?? ""}`;
    const run = this.#media.get(key);
    if (run === undefined) this.#media.set(key, { at: packet.at, from, to, name, fate: packet.fate, count: 1 });
    else run.count += 1;
  }

  /** Media between two SIP messages becomes one arrow for each path, so that signalling stays readable. */
  #flushMedia(): void {
    const last = this.#arrows.pop();
    for (const run of this.#media.values()) this.#arrows.push(mediaArrow(run));
    if (last !== undefined) this.#arrows.push(last);
    this.#media.clear();
  }

  finish(startedAt: WallTime): Ladder {
    for (const run of this.#media.values()) this.#arrows.push(mediaArrow(run));
    return { columns: [...this.#columns.keys()], arrows: this.#arrows, startedAt };
  }
}

/** The ladder of everything that a scenario's network carried, in time order. */
export function ladderOf(evidence: Pick<ScenarioEvidence, "packets" | "hosts">): Ladder {
  const builder = new LadderBuilder(evidence.hosts);
  const packets = [...evidence.packets].sort((a, b) => a.at - b.at);
  for (const packet of packets) builder.add(packet);
  return builder.finish(packets[0]?.at ?? (0 as WallTime));
}
