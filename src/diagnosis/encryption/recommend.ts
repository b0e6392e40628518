import type { Finding } from "../finding";

/** Where a leg runs and what it carries; several may hold at once. */
export type LegCircumstance =
  | "private-lan"
  | "vpn"
  | "public-internet"
  | "compliance"
  | "wholesale-5000"
  | "sensitive"
  | "low-cpu"
  | "high-volume"
  | "trusted-segment";

interface Advice {
  readonly modes: readonly number[];
  readonly because: string;
  /** How grave a mode outside `modes` is. */
  readonly severity: "warning" | "error";
  readonly behaviours: readonly string[];
}

/** The guide's table of recommended modes, row by row, and the advice in its prose. */
export const ENCRYPTION_ADVICE: Readonly<Record<LegCircumstance, Advice>> = {
  "private-lan": {
    modes: [0, 1],
    because: "a private network already isolates the media",
    severity: "warning",
    behaviours: ["RTP-100"],
  },
  vpn: { modes: [1, 2], because: "the VPN encrypts; this is defence in depth", severity: "warning", behaviours: ["RTP-101"] },
  "public-internet": {
    modes: [2, 3],
    because: "the public internet exposes RTP to interception",
    severity: "warning",
    behaviours: ["RTP-102"],
  },
  compliance: {
    modes: [3],
    because: "XOR and RC4 may not qualify; no mode protects integrity, so compliance stays the operator's judgement",
    severity: "error",
    behaviours: ["RTP-103", "RTP-160"],
  },
  "wholesale-5000": {
    modes: [1, 2],
    because: "lower CPU cost keeps call capacity at 5,000 calls and more",
    severity: "warning",
    behaviours: ["RTP-104"],
  },
  sensitive: {
    modes: [3],
    because: "only AES128 counts as adequate protection; size the server for it",
    severity: "error",
    behaviours: ["RTP-105", "RTP-160"],
  },
  "low-cpu": { modes: [1], because: "least overhead keeps call quality", severity: "warning", behaviours: ["RTP-106"] },
  "high-volume": {
    modes: [2],
    because: "more than obfuscation at low cost",
    severity: "warning",
    behaviours: ["RTP-107"],
  },
  "trusted-segment": {
    modes: [1],
    because: "better than nothing against casual listening, but not for sensitive traffic",
    severity: "warning",
    behaviours: ["RTP-108"],
  },
};

/** Modes that the guide recommends for one circumstance. */
export const recommendedModes = (circumstance: LegCircumstance): readonly number[] => ENCRYPTION_ADVICE[circumstance].modes;

/**
 * Where the mode in use departs from the advice. Two circumstances may ask for opposite things (RTP-104 against RTP-102):
 * both are reported and the operator decides.
 */
export function adviseMode(subject: string, mode: number, circumstances: readonly LegCircumstance[]): readonly Finding[] {
  return circumstances
    .map((circumstance) => ({ circumstance, advice: ENCRYPTION_ADVICE[circumstance] }))
    .filter(({ advice }) => !advice.modes.includes(mode))
    .map(({ circumstance, advice }) => ({
      rule: "RTP_MODE_ADVICE",
      severity: advice.severity,
      subject,
      finding: `mode ${mode} on a leg that is ${circumstance}; recommended: ${advice.modes.join(" or ")}`,
      cost: advice.because,
      mend: `set SS_RTPENCRYPTIONMODE to ${advice.modes.join(" or ")} on both sides and restart both media relays`,
      behaviours: advice.behaviours,
    }));
}
