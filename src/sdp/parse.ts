import { failed, success, type Result } from "../base";
import type { SdpConnection, SdpFailure, SdpLine, SdpMedia, SdpOrigin, SessionDescription } from "./types";

/** The most that one description may hold; our choice: far over what was ever met, and quick to read. */
export const sdpLimits = { bytes: 65_535, lines: 1_000, media: 32 } as const;

const refuse = (code: string, rule: string, line: number): Result<never, SdpFailure> => failed({ code, rule, line });

/** Lines end with CRLF, LF or CR. Empty ones, and NULs at the end, which some senders leave there, tell nothing. */
function linesOf(text: string): readonly string[] {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 0) end -= 1;
  return text.slice(0, end).split(/\r\n|\n|\r/);
}

function readOrigin(value: string): SdpOrigin | undefined {
  const parts = value.trim().split(/\s+/);
  const [username, sessionId, version, networkType, addressType, address] = parts;
  if (address === undefined || parts.length !== 6) return undefined;
  return {
    username: username!,
    sessionId: sessionId!,
    version: version!,
    networkType: networkType!,
    addressType: addressType!,
    address,
  };
}

function readConnection(value: string): SdpConnection | undefined {
  const parts = value.trim().split(/\s+/);
  const [networkType, addressType, text] = parts;
  if (text === undefined || parts.length !== 3) return undefined;
  const slash = text.indexOf("/");
  const address = slash < 0 ? text : text.slice(0, slash);
  if (address === "") return undefined;
  return { networkType: networkType!, addressType: addressType!, address, suffix: slash < 0 ? "" : text.slice(slash) };
}

interface MediaLine {
  readonly kind: string;
  readonly port: number;
  readonly portCount: number | undefined;
  readonly protocol: string;
  readonly formats: readonly string[];
}

function readMediaLine(value: string): MediaLine | undefined {
  const [kind, ports, protocol, ...formats] = value.trim().split(/\s+/);
  const match = /^(\d{1,5})(?:\/(\d{1,5}))?$/.exec(ports ?? "");
  if (!kind || match === null || protocol === undefined || formats.length === 0) return undefined;
  const port = Number(match[1]);
  if (port > 65_535) return undefined;
  return { kind, port, portCount: match[2] === undefined ? undefined : Number(match[2]), protocol, formats };
}

/** One section while its lines are being read. */
interface OpenSection {
  readonly media: MediaLine | undefined;
  readonly line: number;
  connection: SdpConnection | undefined;
  readonly lines: SdpLine[];
}

class Reader {
  readonly session: OpenSection = { media: undefined, line: 1, connection: undefined, lines: [] };
  readonly media: OpenSection[] = [];
  origin: SdpOrigin | undefined;
  private isStarted = false;

  /** Takes one line; gives the failure when it breaks a rule. */
  take(text: string, line: number): Result<never, SdpFailure> | undefined {
    const type = text.charAt(0);
    if (text.charAt(1) !== "=" || !/[A-Za-z]/.test(type) || text.includes("\0")) {
      return refuse("SDP_BAD_LINE", "a line is one letter, `=` and a value without NUL (RFC 8866 section 5)", line);
    }
    const value = text.slice(2);
    if (!this.isStarted && (type !== "v" || value.trim() !== "0")) {
      return refuse("SDP_BAD_VERSION", "the first line is v=0 (RFC 8866 section 5.1)", line);
    }
    if (!this.isStarted) {
      this.isStarted = true;
      this.session.lines.push({ type, value: "0" });
      return undefined;
    }
    if (type === "m") return this.openMedia(value, line);
    if (type === "c") return this.connect(value, line);
    if (type === "o") return this.originate(value, line);
    this.current.lines.push({ type, value });
    return undefined;
  }

  private get current(): OpenSection {
    return this.media.at(-1) ?? this.session;
  }

  private openMedia(value: string, line: number): Result<never, SdpFailure> | undefined {
    const media = readMediaLine(value);
    if (media === undefined) {
      return refuse(
        "SDP_BAD_MEDIA",
        "m= has a media type, a port in 0..65535, a protocol and formats (RFC 8866 section 5.14)",
        line,
      );
    }
    if (this.media.length === sdpLimits.media) {
      return refuse("SDP_TOO_MANY_MEDIA", `a description has at most ${sdpLimits.media} streams here`, line);
    }
    this.media.push({ media, line, connection: undefined, lines: [] });
    return undefined;
  }

  private connect(value: string, line: number): Result<never, SdpFailure> | undefined {
    const connection = readConnection(value);
    if (connection === undefined) {
      return refuse("SDP_BAD_CONNECTION", "c= has a network type, an address type and an address (RFC 8866 section 5.7)", line);
    }
    // A stream may name several multicast addresses; the first one stands.
    this.current.connection ??= connection;
    return undefined;
  }

  private originate(value: string, line: number): Result<never, SdpFailure> | undefined {
    const origin = readOrigin(value);
    if (origin === undefined || this.origin !== undefined || this.media.length > 0) {
      return refuse("SDP_BAD_ORIGIN", "there is one o= line, and it has six parts (RFC 8866 section 5.2)", line);
    }
    this.origin = origin;
    return undefined;
  }
}

function finish({ session, media, origin }: Reader): Result<SessionDescription, SdpFailure> {
  if (origin === undefined) return refuse("SDP_NO_ORIGIN", "there is one o= line (RFC 8866 section 5.2)", 0);
  const streams: SdpMedia[] = [];
  for (const { media: head, line, connection, lines } of media) {
    if (head === undefined) continue;
    if (head.port !== 0 && connection === undefined && session.connection === undefined) {
      return refuse("SDP_NO_CONNECTION", "each stream has a c= line of its own or of the session (RFC 8866 section 5.7)", line);
    }
    streams.push({ ...head, connection, lines });
  }
  return success({ origin, connection: session.connection, lines: session.lines, media: streams });
}

/**
 * Reads a session description. Never throws.
 *
 * Liberal where nothing depends on it: any line ends, s= and t= may be missing, lines may stand in another order, unknown lines are kept.
 * Strict where media would go astray: version, origin, connections, m= lines.
 *
 * @see RFC 4566, RFC 8866
 */
export function parseSdp(input: Buffer | string): Result<SessionDescription, SdpFailure> {
  if (input.length > sdpLimits.bytes)
    return refuse("SDP_TOO_LARGE", `a description has at most ${sdpLimits.bytes} bytes here`, 0);
  const lines = linesOf(typeof input === "string" ? input : input.toString("latin1"));
  if (lines.length > sdpLimits.lines)
    return refuse("SDP_TOO_MANY_LINES", `a description has at most ${sdpLimits.lines} lines here`, 0);
  const reader = new Reader();
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const failure = reader.take(line, index + 1);
    if (failure !== undefined) return failure;
  }
  return finish(reader);
}
