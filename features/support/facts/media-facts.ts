import type { CapturedPacket } from "../../../reports/evidence";
import { payloadsInOrder, readRtp, type MediaDatagram, type MediaReport, type RtpText } from "../../../simulators/endpoint";
import type { Stage } from "../stages/stage";

/** RTP payload types that carry a voice. */
export const VOICE_TYPES: readonly number[] = [0, 8];

/** An RTP packet between two hosts as the network saw it. */
export interface HopPacket {
  readonly captured: CapturedPacket;
  readonly rtp: RtpText;
}

const SIP_PORTS = new Set([5060]);
const isRtcp = (bytes: Buffer): boolean => (bytes[1] ?? 0) >= 192 && (bytes[1] ?? 0) <= 223;

/** Every packet between two hosts, in both directions, in order of time. */
export async function packetsBetween(stage: Stage, a: string, b: string): Promise<readonly CapturedPacket[]> {
  const packets = await stage.packets();
  return packets.filter(({ from, to }) => {
    const hosts = [stage.hostOf(from.address), stage.hostOf(to.address)];
    return hosts.includes(a) && hosts.includes(b) && hosts[0] !== hosts[1];
  });
}

/** Packets between two hosts that are not signalling: UDP, neither end a SIP port. */
export async function mediaBetween(stage: Stage, a: string, b: string): Promise<readonly CapturedPacket[]> {
  const packets = await packetsBetween(stage, a, b);
  return packets.filter(({ transport, from, to }) => transport === "udp" && !SIP_PORTS.has(from.port) && !SIP_PORTS.has(to.port));
}

/** RTP between two hosts; RTCP on either port is left out. */
export async function rtpBetween(stage: Stage, a: string, b: string): Promise<readonly HopPacket[]> {
  const packets = await mediaBetween(stage, a, b);
  return packets.flatMap((captured) => {
    const rtp = isRtcp(captured.bytes) ? undefined : readRtp(captured.bytes);
    return rtp === undefined ? [] : [{ captured, rtp }];
  });
}

/** What every party of a lab sent as RTP, by source and sequence number. */
export async function rtpSent(stage: Stage, parties: readonly string[]): Promise<ReadonlyMap<string, RtpText>> {
  const sent = new Map<string, RtpText>();
  for (const party of parties) {
    for (const { sent: datagrams } of await stage.media(party)) {
      for (const { bytes } of datagrams) {
        const rtp = readRtp(bytes);
        if (rtp !== undefined) sent.set(keyOf(rtp), rtp);
      }
    }
  }
  return sent;
}

/** One packet of one source: its sequence number, SSRC and timestamp. */
export const keyOf = ({ ssrc, sequence, timestamp }: RtpText): string => `${ssrc} ${sequence} ${timestamp}`;

/** RTP that a report holds, in order of arrival. */
export const rtpOf = (datagrams: readonly MediaDatagram[]): readonly RtpText[] =>
  datagrams.flatMap(({ port, bytes }) => {
    const rtp = port === "rtp" && !isRtcp(bytes) ? readRtp(bytes) : undefined;
    return rtp === undefined ? [] : [rtp];
  });

/** Voice payloads that were received, joined in order. */
export const voiceBytes = (datagrams: readonly MediaDatagram[]): Buffer => Buffer.concat(payloadsInOrder(datagrams, VOICE_TYPES));

/** A report cut to what happened from `since` on. */
export const reportSince = (report: MediaReport, since: number): MediaReport => ({
  ...report,
  sent: report.sent.filter(({ at }) => at >= since),
  received: report.received.filter(({ at }) => at >= since),
});

/** Key presses among RFC 4733 events, each press once. */
export function keysPressed(datagrams: readonly MediaDatagram[]): readonly string[] {
  const seen = new Set<number>();
  return rtpOf(datagrams).flatMap(({ payloadType, timestamp, payload }) => {
    if (payloadType !== 101 || payload.length !== 4 || ((payload[1] ?? 0) & 0x80) === 0 || seen.has(timestamp)) return [];
    seen.add(timestamp);
    return ["0123456789*#ABCD"[payload[0] ?? 99] ?? "?"];
  });
}

/** True when something was received after a moment. */
export const isHeardAfter = ({ received }: MediaReport, moment: number): boolean => (received.at(-1)?.at ?? 0) > moment;

/** The longest time between two packets that were received one after the other, in milliseconds. */
export const longestPauseMs = ({ received }: MediaReport): number =>
  Math.max(0, ...received.map(({ at }, index) => (at - (received[index - 1]?.at ?? at)) / 1_000));
