import type { Result } from "../../base";
import type { Announcement, MediaFailure, MediaRelayCounters, MediaTarget, RelayRequest, RelaySide } from "../../media";
import type { SecretFingerprint } from "../../parameters";
import type { EncryptionMode } from "../../rtp";

/** Both ends speak one version; a change that an older end would misread raises it. */
export const MEDIA_CONTROL_VERSION = 2;

/** Longest line of either side; the longest message is a status of about 1 KiB. A longer one ends the connection. */
export const MAX_MEDIA_LINE_BYTES = 65_536;

/** Prompts of one announcement; our choice: an amount of the largest account, digit by digit, has half as many. */
const MAX_PROMPTS = 64;

/** What a media service says of itself; a key only by its fingerprint. */
export interface MediaServiceStatus {
  readonly service: "mbx3000d";
  /** Differs between any two starts. */
  readonly instance: string;
  /** ISO 8601, calendar time of the start. */
  readonly startedAt: string;
  /** SS_RTPENCRYPTIONMODE that it works with. */
  readonly mode: EncryptionMode;
  /** Of SS_RTPENCRYPTIONKEY that it works with. */
  readonly key: SecretFingerprint;
  readonly addresses: readonly string[];
  readonly counters: MediaRelayCounters;
}

/** The first line of a client. `client` tells two clients apart and one client's connections together. */
export interface MediaHello {
  readonly do: "hello";
  readonly version: number;
  readonly token: string;
  readonly client: string;
}

/** What a client asks. Those with an id are answered with it. */
export type MediaCommand =
  | ({ readonly id: number; readonly do: "open" } & RelayRequest)
  | { readonly do: "point"; readonly relay: string; readonly side: RelaySide; readonly remote?: MediaTarget | undefined }
  | ({ readonly id: number; readonly do: "play"; readonly relay: string; readonly side: RelaySide } & Announcement)
  | { readonly id: number; readonly do: "statistics" | "close"; readonly relay: string }
  | { readonly id: number; readonly do: "status" }
  /** Closes what this client opened on an earlier connection and not again on this one. */
  | { readonly do: "sweep" };

/** What a service says: the answer to hello, an answer, or an event. */
export type MediaNotice =
  | { readonly hello: MediaServiceStatus }
  | { readonly refused: "version" | "token" | "message" }
  | { readonly id: number; readonly result: Result<unknown, MediaFailure> }
  | { readonly event: "firstMedia"; readonly relay: string; readonly side: RelaySide };

/** One line. */
export const toLine = (message: MediaHello | MediaCommand | MediaNotice): Buffer => Buffer.from(`${JSON.stringify(message)}\n`);

/** A line as the object that it must be; undefined when it is none. */
export function readLine(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** The command that a line of a client holds, checked field by field; undefined when it is none. */
export function readCommand(message: Readonly<Record<string, unknown>>): MediaCommand | undefined {
  const { do: action, relay, side } = message;
  const id = typeof message.id === "number" ? message.id : undefined;
  if (action === "sweep") return { do: "sweep" };
  if (action === "status") return id === undefined ? undefined : { id, do: "status" };
  if (typeof relay !== "string" || relay === "") return undefined;
  if (action === "point") {
    const remote = message.remote === undefined ? undefined : readTarget(message.remote);
    if ((side !== "a" && side !== "b") || (remote === undefined && message.remote !== undefined)) return undefined;
    return { do: "point", relay, side, remote };
  }
  if (id === undefined) return undefined;
  if (action === "statistics" || action === "close") return { id, do: action, relay };
  if (action === "play") {
    const announcement = readAnnouncement(message);
    if ((side !== "a" && side !== "b") || announcement === undefined) return undefined;
    return { id, do: "play", relay, side, ...announcement };
  }
  if (action !== "open") return undefined;
  const [a, b] = [readSide(message.a), readSide(message.b)];
  return a === undefined || b === undefined ? undefined : { id, do: "open", relay, a, b };
}

function readTarget(value: unknown): MediaTarget | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { address, port, isHeld = false } = value as Record<string, unknown>;
  return typeof address === "string" && isPort(port) && typeof isHeld === "boolean" ? { address, port, isHeld } : undefined;
}

function readAnnouncement({ prompts, language, payloadType }: Readonly<Record<string, unknown>>): Announcement | undefined {
  if (!Array.isArray(prompts) || prompts.length === 0 || prompts.length > MAX_PROMPTS) return undefined;
  if (!prompts.every((name) => typeof name === "string") || typeof language !== "string") return undefined;
  return payloadType === 0 || payloadType === 8 ? { prompts, language, payloadType } : undefined;
}

function readSide(value: unknown): RelayRequest["a"] | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { encrypt, address, port } = value as Record<string, unknown>;
  if (typeof encrypt !== "boolean") return undefined;
  if ((address !== undefined && typeof address !== "string") || (port !== undefined && !isPort(port))) return undefined;
  return { encrypt, ...(address !== undefined && { address }), ...(port !== undefined && { port }) };
}

const isPort = (value: unknown): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 65_535;
