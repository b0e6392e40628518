import { character, isDigit, isHexDigit, isHostCharacter, readNumber, skipWhite } from "./characters";

/** A host with an optional port, and where it ended. The host of an IPv6 reference is given without its brackets. */
export interface HostPort {
  readonly host: string;
  readonly port: number | undefined;
  readonly end: number;
}

/** The position after the `]` of an IPv6 reference; -1 when there is none. */
function endOfReference(text: string, at: number): number {
  let position = at + 1;
  while (position < text.length) {
    const code = text.charCodeAt(position);
    if (code === character.closeBracket) return position > at + 2 ? position + 1 : -1;
    if (!isHexDigit(code) && code !== character.colon && code !== 46) return -1;
    position += 1;
  }
  return -1;
}

function endOfHostName(text: string, at: number): number {
  let position = at;
  while (position < text.length && isHostCharacter(text.charCodeAt(position))) position += 1;
  return position;
}

/**
 * Reads `host`, `host:port`, `[2001:db8::1]:port` at `at`. `allowWhite` lets white space stand around the colon, as sent-by has it.
 * Ports are 1..65535: nothing can be sent to port 0. Undefined when there is no host, or what follows the colon is no port.
 */
export function readHostPort(text: string, at: number, allowWhite: boolean): HostPort | undefined {
  const isReference = text.charCodeAt(at) === character.openBracket;
  const hostEnd = isReference ? endOfReference(text, at) : endOfHostName(text, at);
  if (hostEnd <= at) return undefined;
  const host = isReference ? text.slice(at + 1, hostEnd - 1) : text.slice(at, hostEnd);
  const colon = allowWhite ? skipWhite(text, hostEnd) : hostEnd;
  if (text.charCodeAt(colon) !== character.colon) return { host, port: undefined, end: hostEnd };
  const portStart = allowWhite ? skipWhite(text, colon + 1) : colon + 1;
  let portEnd = portStart;
  while (portEnd < text.length && isDigit(text.charCodeAt(portEnd))) portEnd += 1;
  const port = readNumber(text, portStart, portEnd, 65_535);
  return port < 1 ? undefined : { host, port, end: portEnd };
}

/** `host`, `host:port`, with brackets where the host is an IPv6 address. */
export function formatHostPort(host: string, port: number | undefined): string {
  const text = host.includes(":") ? `[${host}]` : host;
  return port === undefined ? text : `${text}:${port}`;
}
