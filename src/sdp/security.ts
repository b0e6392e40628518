import { hasAttribute, withoutAttributes } from "./attributes";
import type { SdpMedia, SdpSection, SessionDescription } from "./types";

const isKeyAttribute = (name: string): boolean =>
  ["crypto", "fingerprint", "setup", "tls-id", "key-mgmt", "zrtp-hash"].includes(name);

const hasKeys = (section: SdpSection): boolean =>
  ["crypto", "fingerprint", "key-mgmt", "zrtp-hash"].some((name) => hasAttribute(section, name));

/** `RTP/SAVP`, `RTP/SAVPF`, `UDP/TLS/RTP/SAVP` ... */
const isSecureProtocol = ({ protocol }: SdpMedia): boolean => /(^|\/)SAVPF?$/i.test(protocol);

const mentionsSrtp = (description: SessionDescription, media: SdpMedia): boolean =>
  isSecureProtocol(media) || hasKeys(media) || hasKeys(description);

/** True when a stream in use speaks of SRTP: a SAVP or SAVPF profile, or keys (a=crypto, RFC 4568; a=fingerprint, RFC 5763). */
export const isSecureOffer = (description: SessionDescription): boolean =>
  description.media.some((media) => media.port !== 0 && mentionsSrtp(description, media));

/**
 * The description with its SRTP streams refused (port 0) and all keys gone. A stream of the plain profile stays even when it carries
 * keys: "SRTP if you can", which who cannot answers with plain RTP. Undefined when no plain audio stream in use would be left.
 */
export function removeSecureMedia(description: SessionDescription): SessionDescription | undefined {
  const isLeft = (media: SdpMedia): boolean => media.port !== 0 && !isSecureProtocol(media);
  if (!description.media.some((media) => media.kind === "audio" && isLeft(media))) return undefined;
  const media = description.media.map((each) => {
    const lines = withoutAttributes(each.lines, isKeyAttribute);
    return isLeft(each) ? { ...each, lines } : { ...each, port: 0, portCount: undefined, lines };
  });
  return { ...description, lines: withoutAttributes(description.lines, isKeyAttribute), media };
}
