import { seconds, type Duration } from "../../base";
import type { SipMessage } from "../message";

/** Seconds that fit delta-seconds; a larger number is read as this. RFC 3261 section 25.1 with the 2^31 - 1 of section 20. */
const MAX_DELTA_SECONDS = 0x7fffffff;

/** Session-Expires as a message has it, RFC 4028 section 4. */
export interface SessionExpires {
  readonly interval: Duration;
  readonly refresher: "uac" | "uas" | undefined;
}

const deltaSeconds = (text: string): Duration | undefined =>
  /^\d+$/.test(text) ? seconds(Math.min(Number(text), MAX_DELTA_SECONDS)) : undefined;

const refresherOf = (parameters: readonly string[]): "uac" | "uas" | undefined => {
  for (const parameter of parameters) {
    const [name = "", value = ""] = parameter.split("=", 2).map((part) => part.trim().toLowerCase());
    if (name === "refresher" && (value === "uac" || value === "uas")) return value;
  }
  return undefined;
};

/** Undefined when the header is absent, is no number, or says 0, which no session can keep. */
export function sessionExpiresOf(message: SipMessage): SessionExpires | undefined {
  const [delta = "", ...parameters] = message.header("Session-Expires")?.split(";") ?? [];
  const interval = deltaSeconds(delta.trim());
  if (interval === undefined || interval === 0) return undefined;
  return { interval, refresher: refresherOf(parameters) };
}

/** Min-SE, RFC 4028 section 5; undefined when it is absent or no number. */
export function minSeOf(message: SipMessage): Duration | undefined {
  const [delta = ""] = message.header("Min-SE")?.split(";") ?? [];
  return deltaSeconds(delta.trim());
}
