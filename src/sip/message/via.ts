import { character, endOfToken, skipWhite } from "./characters";
import { formatHostPort, readHostPort, type HostPort } from "./host-port";
import { formatParameters, noParameters, readParameters } from "./parameters";
import type { Via } from "./types";

/** The position of the token after the separator `/` at or after `at`; -1 when there is no separator. */
function afterSlash(text: string, at: number): number {
  const slash = skipWhite(text, at);
  return text.charCodeAt(slash) === character.slash ? skipWhite(text, slash + 1) : -1;
}

interface SentProtocol {
  readonly transport: string;
  readonly end: number;
}

const usual: readonly SentProtocol[] = ["UDP", "TCP"].map((transport) => ({ transport, end: "SIP/2.0/UDP".length }));

/** Reads `SIP / 2.0 / UDP`. Any protocol name, version and transport will do: RFC 3261 has tokens there. */
function readSentProtocol(text: string): SentProtocol | undefined {
  for (const protocol of usual) {
    if (text.startsWith(protocol.transport, 8) && text.startsWith("SIP/2.0/")) return protocol;
  }
  const name = endOfToken(text, 0);
  const version = afterSlash(text, name);
  if (name === 0 || version < 0) return undefined;
  const versionEnd = endOfToken(text, version);
  const transport = afterSlash(text, versionEnd);
  if (versionEnd === version || transport < 0) return undefined;
  const end = endOfToken(text, transport);
  return end === transport ? undefined : { transport: text.slice(transport, end).toUpperCase(), end };
}

function readSentBy(text: string, protocol: SentProtocol): HostPort | undefined {
  const start = skipWhite(text, protocol.end);
  return start === protocol.end ? undefined : readHostPort(text, start, true);
}

/**
 * Reads one Via value (unfolded, without commas): `SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1`. Undefined when it is none, or its
 * branch is empty.
 *
 * @see RFC 3261 section 20.42
 */
export function parseVia(text: string): Via | undefined {
  const protocol = readSentProtocol(text);
  const sentBy = protocol && readSentBy(text, protocol);
  if (protocol === undefined || sentBy === undefined) return undefined;
  const parameters = readParameters(text, sentBy.end);
  if (parameters === undefined) return undefined;
  const branch = parameters.get("branch");
  if (!branch && parameters.has("branch")) return undefined;
  return { transport: protocol.transport, host: sentBy.host, port: sentBy.port, parameters, branch };
}

/**
 * What a broken Via still tells: transport and sent-by without its parameters, enough to send a 400 by.
 * Undefined when even these cannot be read.
 */
export function salvageVia(text: string): Via | undefined {
  const protocol = readSentProtocol(text);
  const sentBy = protocol && readSentBy(text, protocol);
  if (protocol === undefined || sentBy === undefined) return undefined;
  return { transport: protocol.transport, host: sentBy.host, port: sentBy.port, parameters: noParameters, branch: undefined };
}

/** A Via as header text. */
export const formatVia = ({ transport, host, port, parameters }: Omit<Via, "branch">): string =>
  `SIP/2.0/${transport} ${formatHostPort(host, port)}${formatParameters(parameters)}`;
