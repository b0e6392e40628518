import { failed, success, type Result } from "../base";
import type { MediaTarget } from "../media";
import {
  audioOf,
  carriedMediaOf,
  codecsOf,
  formatSdp,
  isAnyAddress,
  isSecureOffer,
  mediaAddressOf,
  parseSdp,
  removeSecureMedia,
} from "../sdp";
import type { SessionDescription } from "../sdp";

/** A session description on its way from one leg to the other. */
export interface CrossingSdp {
  /** As received, or without the streams that the switch refuses. */
  readonly bytes: Buffer;
  readonly description: SessionDescription;
}

/** Why a description does not cross: the status for its sender, and a Warning (RFC 3261 section 20.43). */
export interface SdpRefusal {
  readonly status: 400 | 488;
  readonly warning: string;
}

const refusal = (
  status: SdpRefusal["status"],
  code: number,
  text: string,
): { readonly ok: false; readonly failure: SdpRefusal } => failed({ status, warning: `${code} carrierlab "${text}"` });

/**
 * Reads an offer or answer that is to cross the switch.
 *
 * Refused are: what is no session description, what asks for SRTP alone (RTP-110), and what has neither audio over
 * RTP nor T.38 fax, the kinds that the switch carries. An SRTP stream beside a plain one is refused by itself: port 0, its keys gone.
 */
export function readCrossingSdp(sdp: Buffer): Result<CrossingSdp, SdpRefusal> {
  const parsed = parseSdp(sdp);
  if (!parsed.ok) return refusal(400, 399, `SDP line ${parsed.failure.line}: ${parsed.failure.code}`);
  if (carriedMediaOf(parsed.value) === undefined) return refusal(488, 304, "only RTP audio and T.38 fax are carried");
  if (!isSecureOffer(parsed.value)) return success({ bytes: sdp, description: parsed.value });
  const plain = removeSecureMedia(parsed.value);
  if (plain === undefined) return refusal(488, 304, "SRTP is not supported: offer RTP/AVP");
  return success({ bytes: formatSdp(plain), description: plain });
}

/** Name of the first codec of the audio stream; undefined when it names none. */
export function firstCodecOf(description: SessionDescription): string | undefined {
  const audio = audioOf(description);
  return audio === undefined ? undefined : codecsOf(audio)[0]?.name;
}

/**
 * Where the party's audio is; undefined when its description says nowhere: no stream in use, or the address 0.0.0.0 or ::. A party
 * that only sends, as on hold, has a place all the same: its packets come from there.
 */
export function audioTarget(description: SessionDescription): MediaTarget | undefined {
  const audio = mediaAddressOf(description);
  if (audio === undefined || audio.port === 0 || isAnyAddress(audio.address)) return undefined;
  const { address, port, isHeld } = audio;
  return { address, port, ...(isHeld ? { isHeld } : {}) };
}
