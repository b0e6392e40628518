import type { Finding } from "../finding";
import { inForce, isPending, type EncryptionSetting, type EncryptionSide } from "./side";

/** Offset of the first byte in which two keys differ (RTP-012); undefined when they are equal. */
export function firstDifference(a: string, b: string): number | undefined {
  const left = Buffer.from(a, "utf8");
  const right = Buffer.from(b, "utf8");
  const shorter = Math.min(left.length, right.length);
  for (let offset = 0; offset < shorter; offset += 1) if (left[offset] !== right[offset]) return offset;
  return left.length === right.length ? undefined : shorter;
}

/** True when two XOR keys, applied cyclically, give the same pad, as `abcd` and `abcdabcd` do (RTP-037). */
export function sameXorPad(a: string, b: string): boolean {
  const left = Buffer.from(a, "utf8");
  const right = Buffer.from(b, "utf8");
  if (left.length === 0 || right.length === 0) return left.length === right.length;
  // Two cyclic words are equal for ever once they agree over the sum of their lengths (Fine and Wilf).
  for (let offset = 0; offset < left.length + right.length; offset += 1) {
    if (left[offset % left.length] !== right[offset % right.length]) return false;
  }
  return true;
}

/** How two sides stand to each other, by what their relays work with. */
export type EncryptionVerdict = "match" | "modeMismatch" | "keyMismatch";

/** Configuration outranks any capture (RTP-138): mode first, then the key where the mode uses one. */
export function compareSettings(a: EncryptionSetting, b: EncryptionSetting): EncryptionVerdict {
  if (a.mode !== b.mode) return "modeMismatch";
  return a.mode !== 0 && a.key !== b.key ? "keyMismatch" : "match";
}

const both = (a: EncryptionSide, b: EncryptionSide): string => `${a.name} and ${b.name}`;

function modeFinding(a: EncryptionSide, b: EncryptionSide): Finding {
  const [left, right] = [inForce(a).mode, inForce(b).mode];
  return {
    rule: "RTP_MODE_MISMATCH",
    severity: "error",
    subject: both(a, b),
    finding: `SS_RTPENCRYPTIONMODE is ${left} on ${a.name} and ${right} on ${b.name}`,
    cost: "signalling is clean, calls are answered and billed, and nobody hears anything but noise",
    mend: "set identical SS_RTPENCRYPTIONMODE on both, then restart the media relay of both",
    behaviours: ["RTP-078", "RTP-132", "RTP-138"],
  };
}

function keyFinding(a: EncryptionSide, b: EncryptionSide): Finding {
  const offset = firstDifference(inForce(a).key, inForce(b).key) ?? 0;
  const equivalent = inForce(a).mode === 1 && sameXorPad(inForce(a).key, inForce(b).key);
  return {
    rule: equivalent ? "RTP_KEY_UNEQUAL_BUT_EQUIVALENT" : "RTP_KEY_MISMATCH",
    severity: equivalent ? "warning" : "error",
    subject: both(a, b),
    finding: `SS_RTPENCRYPTIONKEY differs from byte ${offset} on (${Buffer.byteLength(inForce(a).key)} bytes on ${a.name}, ${Buffer.byteLength(inForce(b).key)} on ${b.name})`,
    cost: equivalent
      ? "none in XOR, where both keys give one pad; any other mode would lose all audio"
      : "signalling is clean, calls are answered and billed, and the audio is garbled",
    mend: `copy the key from ${a.name} to ${b.name} instead of typing it, check for trailing spaces, restart the media relay of both`,
    behaviours: ["RTP-012", "RTP-037", "RTP-079", "RTP-080", "RTP-133"],
  };
}

function oneSided(a: EncryptionSide, b: EncryptionSide): Finding | undefined {
  const untouched = a.saved.mode === 0 ? a : b.saved.mode === 0 ? b : undefined;
  const configured = untouched === a ? b : a;
  if (untouched === undefined || configured.saved.mode === 0) return undefined;
  return {
    rule: "RTP_ONE_SIDE_ONLY",
    severity: "error",
    subject: untouched.name,
    finding: `${configured.name} is configured for encryption and ${untouched.name} is not`,
    cost: "every call over the leg between them is unintelligible",
    mend: `copy SS_RTPENCRYPTIONMODE and SS_RTPENCRYPTIONKEY from ${configured.name} to ${untouched.name} before traffic`,
    behaviours: ["RTP-066"],
  };
}

/** A change that was saved and that the relay has not read yet. */
export function pendingFinding(side: EncryptionSide): Finding | undefined {
  if (!isPending(side)) return undefined;
  return {
    rule: "RTP_NOT_APPLIED",
    severity: "error",
    subject: side.name,
    finding:
      side.running === undefined
        ? "encryption was saved after the media relay was started"
        : `saved mode ${side.saved.mode}, running mode ${side.running.mode}${side.running.key === side.saved.key ? "" : ", and the saved key is not the running one"}`,
    cost: "the relay goes on with what it read at its start; against a side that has restarted this is a mismatch",
    mend: `restart the media relay of ${side.name} (mbx3000d; the guide also names semanager)`,
    behaviours: ["RTP-060", "RTP-061", "RTP-064", "RTP-155"],
  };
}

/** Everything that two configurations alone tell about the leg between two switches. */
export function compareSides(a: EncryptionSide, b: EncryptionSide): readonly Finding[] {
  const verdict = compareSettings(inForce(a), inForce(b));
  return [
    pendingFinding(a),
    pendingFinding(b),
    verdict === "modeMismatch" ? modeFinding(a, b) : undefined,
    verdict === "keyMismatch" ? keyFinding(a, b) : undefined,
    oneSided(a, b),
  ].filter((finding) => finding !== undefined);
}
