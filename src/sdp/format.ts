import type { SdpConnection, SdpLine, SdpMedia, SdpOrigin, SdpSection, SessionDescription } from "./types";

/** Types of lines that stand above c= (RFC 8866 section 5). */
const aboveConnection = "vsiuep";

const formatLine = ({ type, value }: SdpLine): string => `${type}=${value}\r\n`;

const formatOrigin = (origin: SdpOrigin): string =>
  `o=${origin.username} ${origin.sessionId} ${origin.version} ${origin.networkType} ${origin.addressType} ${origin.address}\r\n`;

const formatConnection = (connection: SdpConnection | undefined): string =>
  connection === undefined
    ? ""
    : `c=${connection.networkType} ${connection.addressType} ${connection.address}${connection.suffix}\r\n`;

/** Lines in their order, with c= put where the grammar wants it. */
function formatSection({ connection, lines }: SdpSection): string {
  const place = lines.findIndex(({ type }) => !aboveConnection.includes(type));
  const split = place < 0 ? lines.length : place;
  return (
    lines.slice(0, split).map(formatLine).join("") + formatConnection(connection) + lines.slice(split).map(formatLine).join("")
  );
}

function formatMedia(media: SdpMedia): string {
  const ports = media.portCount === undefined ? String(media.port) : `${media.port}/${media.portCount}`;
  return `m=${media.kind} ${ports} ${media.protocol} ${media.formats.join(" ")}\r\n${formatSection(media)}`;
}

/** The description without its o= line: what decides whether two versions say the same. */
export function formatWithoutOrigin(description: SessionDescription): string {
  return formatSection(description) + description.media.map(formatMedia).join("");
}

/** The bytes of a description: CRLF line ends, o= after v=, c= where RFC 8866 section 5 wants it, every other line in its order. */
export function formatSdp(description: SessionDescription): Buffer {
  const text = formatWithoutOrigin(description);
  const afterVersion = text.startsWith("v=") ? text.indexOf("\r\n") + 2 : 0;
  return Buffer.from(text.slice(0, afterVersion) + formatOrigin(description.origin) + text.slice(afterVersion), "latin1");
}
