import type { SocketAddress } from "../../src/base";
import type { SdpTraits } from "./personality";

const RTPMAPS: Readonly<Record<number, string>> = {
  0: "PCMU/8000",
  8: "PCMA/8000",
  13: "CN/8000",
  18: "G729/8000",
  101: "telephone-event/8000",
};

/** A fixed key of our own for offers that must be refused; it protects nothing. */
const SRTP_LINE = "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:Y2FycmllcmxhYi1zcnRwLW9mZmVyLXRlc3Qta2V5";

/**
 * An SDP body: one audio stream at `media`, as the traits say. `version` is the o= line's, counted up by its owner.
 * An answer has as many streams as the offer, in its order; those that the party does not take have port 0 (RFC 3264 section 6).
 */
export function writeSdp(media: SocketAddress, traits: SdpTraits, version: number, offer?: RemoteSdp): string {
  const claimed = traits.holdsByZeroAddress === true ? "0.0.0.0" : (traits.claimedAddress ?? media.address);
  const family = media.address.includes(":") ? "IP6" : "IP4";
  return [
    "v=0",
    `o=party 1 ${version} IN ${family} ${media.address}`,
    "s=call",
    `c=IN ${family} ${claimed}`,
    "t=0 0",
    ...(offer === undefined ? offeredStreams(media.port, traits) : answeredStreams(media.port, traits, offer)),
    "",
  ].join("\r\n");
}

function offeredStreams(port: number, traits: SdpTraits): readonly string[] {
  return [...stream(port, traits, traits.profile), ...(traits.alsoPlainStream === true ? stream(port, traits, "RTP/AVP") : [])];
}

function answeredStreams(port: number, traits: SdpTraits, { streams, chosen }: RemoteSdp): readonly string[] {
  return streams.flatMap((line, index) =>
    index === chosen ? stream(port, traits, traits.profile) : [line.replace(/ \d+/, " 0")],
  );
}

function stream(port: number, traits: SdpTraits, profile: SdpTraits["profile"]): readonly string[] {
  const maps = traits.payloadTypes.map((type) => `a=rtpmap:${type} ${RTPMAPS[type] ?? `x-${type}/8000`}`);
  const events = traits.payloadTypes.includes(101) ? ["a=fmtp:101 0-15"] : [];
  const keys = profile === "RTP/SAVP" || traits.offersKeys === true ? [SRTP_LINE] : [];
  return [
    `m=audio ${port} ${profile} ${traits.payloadTypes.join(" ")}`,
    ...maps,
    ...events,
    ...keys,
    "a=ptime:20",
    // Equipment that holds by a zero address knows no direction attribute.
    ...(traits.holdsByZeroAddress === true ? [] : [`a=${traits.direction}`]),
  ];
}

/** What the other side's SDP says about its first live audio stream. */
export interface RemoteSdp {
  /** Where it receives; undefined for a rejected stream or `c=0.0.0.0`. */
  readonly media: SocketAddress | undefined;
  readonly payloadTypes: readonly number[];
  readonly profile: string;
  readonly direction: SdpTraits["direction"];
  /** Every `m=` line as it stands; `chosen` is the one that all this is about. */
  readonly streams: readonly string[];
  readonly chosen: number;
}

/** Reads the first audio stream whose port is not 0; undefined when the body has no audio stream. */
export function readSdp(body: string): RemoteSdp | undefined {
  const sections = body.split(/\r?\n(?=m=)/);
  const session = sections[0] ?? "";
  const offered = sections.slice(1);
  const isAudio = (section: string): boolean => section.startsWith("m=audio ");
  const live = offered.findIndex((section) => isAudio(section) && !section.startsWith("m=audio 0 "));
  const index = live >= 0 ? live : offered.findIndex(isAudio);
  const chosen = offered[index];
  if (chosen === undefined) return undefined;
  const [, port = "0", profile = "", ...types] = (chosen.split(/\r?\n/, 1)[0] ?? "").split(" ");
  const address = /^c=IN IP[46] (\S+)/m.exec(chosen)?.[1] ?? /^c=IN IP[46] (\S+)/m.exec(session)?.[1];
  const direction = /^a=(sendrecv|sendonly|recvonly|inactive)\r?$/m.exec(chosen)?.[1] as SdpTraits["direction"] | undefined;
  const reachable = address !== undefined && address !== "0.0.0.0" && port !== "0";
  return {
    media: reachable ? { address, port: Number(port) } : undefined,
    payloadTypes: types.map(Number),
    profile,
    direction: direction ?? "sendrecv",
    streams: offered.map((section) => section.split(/\r?\n/, 1)[0] ?? ""),
    chosen: index,
  };
}
