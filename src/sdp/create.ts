import type { SocketAddress } from "../base";
import { addressTypeOf } from "./address-type";
import type { SdpCodec, SdpDirection, SdpLine, SessionDescription } from "./types";

/** What an audio description tells beside its address. `ptimeMs` is 20 and `direction` sendrecv when absent. */
export interface AudioDescriptionOptions {
  readonly codecs: readonly Omit<SdpCodec, "channels" | "parameters">[];
  readonly direction?: SdpDirection;
  readonly ptimeMs?: number;
  /** Decimal digits; 1 when absent. */
  readonly sessionId?: string;
  readonly version?: string;
}

/** A description with one RTP/AVP audio stream at `address`. Every codec gets its rtpmap; telephone-event its events 0-15. */
export function audioDescription({ address, port }: SocketAddress, options: AudioDescriptionOptions): SessionDescription {
  const { codecs, direction = "sendrecv", ptimeMs = 20, sessionId = "1", version = "1" } = options;
  const addressType = addressTypeOf(address);
  const lines: SdpLine[] = codecs.flatMap(({ payloadType, name, clockRateHz }) => {
    const rtpmap = { type: "a", value: `rtpmap:${payloadType} ${name}/${clockRateHz}` };
    return name === "telephone-event" ? [rtpmap, { type: "a", value: `fmtp:${payloadType} 0-15` }] : [rtpmap];
  });
  lines.push({ type: "a", value: `ptime:${ptimeMs}` }, { type: "a", value: direction });
  const formats = codecs.map(({ payloadType }) => String(payloadType));
  return {
    origin: { username: "-", sessionId, version, networkType: "IN", addressType, address },
    connection: { networkType: "IN", addressType, address, suffix: "" },
    lines: [
      { type: "v", value: "0" },
      { type: "s", value: "-" },
      { type: "t", value: "0 0" },
    ],
    media: [{ kind: "audio", port, portCount: undefined, protocol: "RTP/AVP", formats, connection: undefined, lines }],
  };
}

/**
 * An answer that takes one codec of the offer's first audio stream in use, with RTP at `address`, and refuses every other stream
 * (RFC 3264 section 6). Undefined when the offer has no such stream.
 */
export function answerAudio(
  offer: SessionDescription,
  { address, codec }: { readonly address: SocketAddress; readonly codec: Omit<SdpCodec, "channels" | "parameters"> },
): SessionDescription | undefined {
  const chosen = offer.media.findIndex(({ kind, port }) => kind === "audio" && port !== 0);
  if (chosen < 0) return undefined;
  const answer = audioDescription(address, { codecs: [codec] });
  const media = offer.media.map((stream, index) => {
    const own = answer.media[0];
    if (index === chosen && own !== undefined) return { ...own, protocol: stream.protocol };
    return { ...stream, port: 0, portCount: undefined, connection: undefined, lines: [] };
  });
  return { ...answer, media };
}
