import assert from "node:assert";
import { A_LAW } from "../../../src/codec";
import type { CapturedPacket } from "../../../reports/evidence";
import { readRtp, readSipText, writeRtp, type RtpText } from "../../../simulators/endpoint";
import { decryptPayload } from "./ciphers";
import { expected } from "./expect";
import { overhear, type Overheard } from "./overheard";
import type { Lab } from "../lab";
import { keyOf, mediaBetween, packetsBetween, rtpBetween } from "./media-facts";

/** An RTP packet in parts. */
export interface SeenRtp extends RtpText {
  /** Everything before the payload. */
  readonly headerHex: string;
}

/** A packet on a segment and the one that a party sent for it. */
export interface ComparedPacket {
  readonly hop: SeenRtp;
  readonly original: SeenRtp | undefined;
  readonly alike: boolean;
}

function seen(bytes: Buffer): SeenRtp | undefined {
  const rtp = readRtp(bytes);
  return rtp === undefined
    ? undefined
    : { ...rtp, headerHex: bytes.subarray(0, bytes.length - rtp.payload.length).toString("hex") };
}

/** Every RTP packet on a segment since verdicts began, beside what was sent. Fails when there is none. */
export async function compared(lab: Lab, a: string, b: string): Promise<readonly ComparedPacket[]> {
  const originals = new Map<string, SeenRtp>();
  for (const party of lab.partyNames) {
    for (const { sent } of await lab.stage.media(party)) {
      for (const { bytes } of sent) {
        const rtp = seen(bytes);
        if (rtp !== undefined) originals.set(keyOf(rtp), rtp);
      }
    }
  }
  const since = lab.heardSince === undefined ? 0 : lab.stage.wallClockAt(lab.heardSince);
  const packets = (await rtpBetween(lab.stage, a, b)).filter(({ captured }) => captured.at >= since);
  assert(packets.length > 0, expected(`between ${a} and ${b}`, "RTP", "none"));
  return packets.flatMap(({ captured }) => {
    const hop = seen(captured.bytes);
    if (hop === undefined) return [];
    const original = originals.get(keyOf(hop));
    return [{ hop, original, alike: original !== undefined && original.payload.equals(hop.payload) }];
  });
}

export function assertAllAlike(packets: readonly ComparedPacket[]): void {
  const different = packets.filter(({ alike }) => !alike).length;
  assert(
    different === 0,
    expected("payloads on the segment", "all as they were spoken", `${different} of ${packets.length} changed`),
  );
}

export function assertNoneAlike(packets: readonly ComparedPacket[]): void {
  const alike = packets.filter((packet) => packet.alike).length;
  const unknown = packets.filter(({ original }) => original === undefined).length;
  assert(
    unknown === 0,
    expected("packets on the segment", "headers as they were sent", `${unknown} of ${packets.length} with others`),
  );
  assert(alike === 0, expected("payloads on the segment", "none as it was spoken", `${alike} of ${packets.length} unchanged`));
}

export function assertDecrypts(packets: readonly ComparedPacket[], cipher: string, key: string): void {
  for (const { hop, original } of packets) {
    assert(original !== undefined, "a packet on the segment was sent by nobody");
    assert.strictEqual(decryptPayload(cipher, key, hop).toString("hex"), original.payload.toString("hex"));
  }
}

/** What a listener between the switches makes of what one party says. */
export async function overheard(lab: Lab, speaker: string): Promise<Overheard> {
  const sources = new Set(
    (await lab.stage.media(speaker)).flatMap(({ sent }) => sent.flatMap(({ bytes }) => readRtp(bytes)?.ssrc ?? [])),
  );
  return overhear((await compared(lab, "switch A", "switch B")).filter(({ hop }) => sources.has(hop.ssrc)));
}

/** The last packet that the caller sent from its media ports as it was told. */
export async function rawSent(lab: Lab): Promise<Buffer> {
  const reports = await lab.stage.media(lab.call().caller);
  const last = reports.at(-1)?.sent.at(-1);
  assert(last !== undefined, "no packet was sent");
  return last.bytes;
}

/** The last packet that passed between the switches on media ports. */
export async function rawOnHop(lab: Lab): Promise<Buffer> {
  const packets = await mediaBetween(lab.stage, "switch A", "switch B");
  const last = packets.at(-1);
  assert(last !== undefined, expected("between the switches", "a packet", "none"));
  return last.bytes;
}

export async function assertNowhere(lab: Lab, texts: readonly string[]): Promise<void> {
  const packets = await packetsBetween(lab.stage, "switch A", "switch B");
  assert(packets.length > 100, `only ${packets.length} packets were seen`);
  for (const text of texts) {
    const found = packets.find(({ bytes }) => bytes.includes(text));
    assert(found === undefined, expected("between the switches", `no ${text}`, found?.bytes.toString("latin1") ?? ""));
  }
}

/** `SIP`, `RTP`, `RTCP`, `DTLS` or `other`. First byte: RFC 5764 section 5.1.2. */
export function protocolOf({ bytes, transport }: CapturedPacket): string {
  if (transport === "tcp" || readSipText(bytes) !== undefined) return "SIP";
  const [first = 0, second = 0] = bytes;
  if (first >> 6 === 2) return second >= 192 && second <= 223 ? "RTCP" : "RTP";
  return first >= 20 && first <= 63 ? "DTLS" : "other";
}

/** Every SDP body that any packet carried. */
export async function sdpsOf(lab: Lab): Promise<readonly { readonly body: string; readonly isOnHop: boolean }[]> {
  const packets = await lab.stage.packets();
  return packets.flatMap(({ bytes, from, to }) => {
    const body = readSipText(bytes)?.body ?? "";
    if (!body.startsWith("v=0")) return [];
    const hosts = [lab.stage.hostOf(from.address), lab.stage.hostOf(to.address)];
    return [{ body, isOnHop: hosts.every((host) => host?.startsWith("switch ") === true) }];
  });
}

/** Each body has a plain audio stream and no word of SRTP. */
export function assertWithoutKeys(bodies: readonly { readonly body: string }[]): void {
  assert(bodies.length > 0, "no SDP was seen");
  for (const { body } of bodies) {
    assert(!/SAVP|a=crypto|a=fingerprint|a=setup/.test(body), body);
    assert.match(body, /^m=audio \d+ RTP\/AVP /m);
  }
}

/** What mode 0 says between two switches, line by line, with addresses, ports and ids taken out. */
const PLAIN_LINES: readonly RegExp[] = [
  /^v=0$/,
  /^o=\S+ \d+ \d+ IN IP4 [\d.]+$/,
  /^s=.*$/,
  /^c=IN IP4 [\d.]+$/,
  /^t=0 0$/,
  /^m=audio \d+ RTP\/AVP [\d ]+$/,
  /^a=rtpmap:\d+ [\w-]+\/\d+$/,
  /^a=fmtp:101 \S+$/,
  /^a=ptime:20$/,
  /^a=(sendrecv|rtcp:\d+.*)$/,
];

export function assertPlainSdp(bodies: readonly string[]): void {
  assert(bodies.length > 0, expected("between the switches", "SDP", "none"));
  for (const body of bodies) {
    for (const line of body.split("\r\n").filter((each) => each !== "")) {
      assert(
        PLAIN_LINES.some((known) => known.test(line)),
        expected("SDP between the switches", "the lines of mode 0", line),
      );
    }
  }
}

export function blocksOf(payload: Buffer, size: number): readonly string[] {
  return Array.from({ length: Math.floor(payload.length / size) }, (_, index) =>
    payload.subarray(index * size, (index + 1) * size).toString("hex"),
  );
}

/** 00, 01, 02 ... */
export const countingBytes = (length: number): Buffer => Buffer.from(Array.from({ length }, (_, index) => index & 0xff));

const SEQUENCE = 1_000;
const TIMESTAMP = 160_000;
const SSRC = 0x11223344;

const packet = (index: number, payload: Buffer, payloadType: number): string =>
  writeRtp({
    marker: false,
    payloadType,
    sequence: SEQUENCE + index,
    timestamp: TIMESTAMP + 160 * index,
    ssrc: SSRC,
    payload,
  }).toString("hex");

/** RTP packets with these payloads, one after another, from sequence number 1000 of source 0x11223344 on. */
export const packetsWith = (payloads: readonly Buffer[], payloadType: number = A_LAW.payloadType): readonly string[] =>
  payloads.map((payload, index) => packet(index, payload, payloadType));

/** `count` packets, those of one range left out and two in each other's place. */
export function damagedOrder(
  count: number,
  [from, to]: readonly [number, number],
  [a, b]: readonly [number, number],
): readonly string[] {
  const order = Array.from({ length: count }, (_, index) => index + 1).filter((number) => number < from || number > to);
  const swapped = order.map((number) => (number === a ? b : number === b ? a : number));
  return swapped.map((number) => packet(number, Buffer.alloc(160, number), A_LAW.payloadType));
}
