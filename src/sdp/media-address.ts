import type { SocketAddress } from "../base";
import { addressTypeOf } from "./address-type";
import { attributesOf, codecsOf, directionOf, isDirectionImplied, withDirectionLine } from "./attributes";
import type { SdpCodec, SdpConnection, SdpDirection, SdpLine, SdpMedia, SessionDescription } from "./types";

/** Where the stream that a call is about wants its packets, and whether it wants any. */
export interface SdpMediaAddress extends SocketAddress {
  /** Index of the stream among all m= lines. */
  readonly index: number;
  readonly direction: SdpDirection;
  /** True when nothing is to be sent there: port 0, address 0.0.0.0 or ::, `sendonly` or `inactive`. */
  readonly isHeld: boolean;
  /** Where RTCP is wanted: a=rtcp (RFC 3605), the RTP port with a=rtcp-mux (RFC 5761), else the port above RTP. */
  readonly rtcp: SocketAddress;
}

/** 0.0.0.0 or ::, which name no place: how RFC 2543 said hold. */
export const isAnyAddress = (address: string): boolean => address === "0.0.0.0" || address === "::";

/** The first audio stream that is in use, else the first one at all; -1 without any. */
function audioIndex({ media }: SessionDescription): number {
  const inUse = media.findIndex(({ kind, port }) => kind === "audio" && port !== 0);
  return inUse >= 0 ? inUse : media.findIndex(({ kind }) => kind === "audio");
}

const isRtp = ({ protocol }: SdpMedia): boolean => /^(?:UDP\/(?:TLS\/)?)?RTP\/S?AVPF?$/i.test(protocol);

const isFax = ({ kind, protocol }: SdpMedia): boolean => kind === "image" && protocol.toLowerCase() === "udptl";

/** Audio over RTP, or T.38 fax over UDPTL (RFC 3362): what one pair of UDP ports can relay. */
const isCarried = (media: SdpMedia): boolean => (media.kind === "audio" && isRtp(media)) || isFax(media);

/** Of several streams in use the audio is the call's; of none in use the first that could have been; -1 when there is none. */
function carriedIndex({ media }: SessionDescription): number {
  const inUse = media.map((each) => each.port !== 0 && isCarried(each));
  const audio = media.findIndex(({ kind }, index) => kind === "audio" && inUse[index] === true);
  if (audio >= 0) return audio;
  const fax = inUse.indexOf(true);
  return fax >= 0 ? fax : media.findIndex((each) => each.port === 0 && isCarried(each));
}

/** The stream of a description that a call is about: audio over RTP, else T.38 fax over UDPTL; one in use before one that is not. */
export const carriedMediaOf = (description: SessionDescription): SdpMedia | undefined =>
  description.media[carriedIndex(description)];

/** The first audio stream in use (with a port other than 0), else the first audio stream; undefined without any. */
export const audioOf = (description: SessionDescription): SdpMedia | undefined => description.media[audioIndex(description)];

function rtcpOf(media: SdpMedia, rtp: SocketAddress): SocketAddress {
  const [rtcp] = attributesOf(media, "rtcp");
  const [port, , , address] = rtcp?.split(/\s+/) ?? [];
  if (port !== undefined && /^\d{1,5}$/.test(port) && Number(port) <= 65_535) {
    return { address: address ?? rtp.address, port: Number(port) };
  }
  return attributesOf(media, "rtcp-mux").length > 0 || rtp.port === 0 || rtp.port === 65_535
    ? rtp
    : { ...rtp, port: rtp.port + 1 };
}

/** The address of {@link carriedMediaOf}; undefined when there is no such stream, or nothing tells its address. */
export function mediaAddressOf(description: SessionDescription): SdpMediaAddress | undefined {
  const index = carriedIndex(description);
  const media = description.media[index];
  const connection = media?.connection ?? description.connection;
  if (media === undefined || connection === undefined) return undefined;
  const direction = directionOf(description, media);
  const isHeld = media.port === 0 || isAnyAddress(connection.address) || direction === "sendonly" || direction === "inactive";
  const { address } = connection;
  return { address, port: media.port, index, direction, isHeld, rtcp: rtcpOf(media, { address, port: media.port }) };
}

const connectionTo = (address: string): SdpConnection => ({
  networkType: "IN",
  addressType: addressTypeOf(address),
  address,
  suffix: "",
});

/**
 * Attributes that name addresses or paths of the party whose description is rewritten, or bind streams to one path of which all but
 * one are refused. RFC 8839, RFC 5761, RFC 9143.
 */
const isPathAttribute = ({ value }: SdpLine): boolean =>
  /^(?:candidate|remote-candidates|end-of-candidates|rtcp-mux|rtcp-mux-only|ice-[\w-]*|bundle-only)(?::|$)|^group:BUNDLE\b/i.test(
    value,
  );

const withoutPath = (lines: readonly SdpLine[]): readonly SdpLine[] =>
  lines.filter((line) => line.type !== "a" || !isPathAttribute(line));

function rewriteCarried(description: SessionDescription, media: SdpMedia, { address, port }: SocketAddress): SdpMedia {
  const connection = media.connection ?? description.connection;
  const kept = withoutPath(media.lines);
  const moved = kept.map((line): SdpLine => {
    const isRtcp = line.type === "a" && line.value.startsWith("rtcp:");
    return isRtcp ? { type: "a", value: `rtcp:${port + 1} IN ${addressTypeOf(address)} ${address}` } : line;
  });
  // 0.0.0.0 was the old way to hold; with an address of our own in its place the hold must be said in words.
  const isOldHold = connection !== undefined && isAnyAddress(connection.address) && isDirectionImplied(description, media);
  const lines = isOldHold ? withDirectionLine(moved, "sendonly") : moved;
  return { ...media, port, portCount: undefined, connection: connectionTo(address), lines };
}

/**
 * The description with its audio or fax ({@link carriedMediaOf}) sent to `target`: c=, the port of m= and a=rtcp name it, and what else tells the old path (ICE,
 * rtcp-mux, bundling) is gone. Every other stream gets port 0, since the relay carries one. A stream with port 0 stays refused; a hold by
 * address 0.0.0.0 becomes `sendonly`.
 *
 * The origin stays: {@link SdpOriginator} has its own.
 */
export function withMediaAddress(description: SessionDescription, target: SocketAddress): SessionDescription {
  const carried = carriedIndex(description);
  const media = description.media.map((each, index) => {
    if (index === carried && each.port !== 0) return rewriteCarried(description, each, target);
    return {
      ...each,
      port: 0,
      portCount: undefined,
      connection: undefined,
      lines: withoutPath(each.lines),
    };
  });
  const lines = withoutPath(description.lines);
  return { ...description, connection: connectionTo(target.address), lines, media };
}

const isAudioCodec = ({ name }: SdpCodec): boolean => !/^(telephone-event|CN)$/i.test(name);

const sameCodec = (a: SdpCodec, b: SdpCodec): boolean =>
  a.name.toLowerCase() === b.name.toLowerCase() && a.clockRateHz === b.clockRateHz && a.channels === b.channels;

const audioCodecs = (description: SessionDescription): readonly SdpCodec[] => {
  const audio = audioOf(description);
  return audio === undefined ? [] : codecsOf(audio);
};

/** The audio codecs of `answer` that `offer` has too, in the answer's order with the answer's payload types. Tones and comfort noise are none. */
export function commonAudioCodecs(offer: SessionDescription, answer: SessionDescription): readonly SdpCodec[] {
  const offered = audioCodecs(offer);
  return audioCodecs(answer).filter((codec) => isAudioCodec(codec) && offered.some((each) => sameCodec(each, codec)));
}

/** The payload type of telephone-event in the audio stream (RFC 4733); undefined without one. */
export const telephoneEventOf = (description: SessionDescription): number | undefined =>
  audioCodecs(description).find(({ name }) => name.toLowerCase() === "telephone-event")?.payloadType;
