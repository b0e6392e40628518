import { between, inSeconds, seconds, type WallTime } from "../../base";
import type { Finding } from "../finding";
import type { EncryptionSide } from "./side";

/** A quarter of a year: the longest rotation that the guide names (RTP-163). */
export const KEY_AGE_LIMIT = seconds(92 * 86_400);

/** The key is older than a quarter. */
export function keyAge(side: EncryptionSide, now: WallTime): readonly Finding[] {
  if (side.saved.mode === 0 || side.keyChangedAt === undefined) return [];
  const age = between(side.keyChangedAt, now);
  if (age <= KEY_AGE_LIMIT) return [];
  return [
    {
      rule: "RTP_KEY_AGE",
      severity: "warning",
      subject: side.name,
      finding: `the key was last changed ${Math.floor(inSeconds(age) / 86_400)} days ago`,
      cost: "whoever learned it since still hears every call",
      mend: "rotate monthly or quarterly, on both sides in the same minute",
      behaviours: ["RTP-163", "RTP-165"],
    },
  ];
}

/** The mode is set and the media does not pass through the relay, so nothing is encrypted (RTP-030). */
export function mediaBypass(side: EncryptionSide): readonly Finding[] {
  if (side.saved.mode === 0 || side.mediaProxied !== false) return [];
  return [
    {
      rule: "RTP_MODE_WITHOUT_PROXY",
      severity: "error",
      subject: side.name,
      finding: `SS_RTPENCRYPTIONMODE is ${side.saved.mode} but media is not proxied`,
      cost: "RTP flows from endpoint to endpoint in clear",
      mend: "switch the media proxy on for both gateways of the leg (SS_MEDIAPROXYMODE)",
      behaviours: ["RTP-030"],
    },
  ];
}

/** What is known of a leg besides mode and key. */
export interface LegSurroundings {
  readonly publicNetwork?: boolean;
  /** VPN, firewall or VLAN stands around the leg. */
  readonly networkControls?: boolean;
  /** The far end asks for SRTP. */
  readonly peerRequiresSrtp?: boolean;
  /** The far end is a VOS3000 that shares mode and key. */
  readonly peerIsVos?: boolean;
}

/** Advice on what surrounds an encrypted leg: RTP-022, RTP-114, RTP-167. */
export function legSurroundings(subject: string, mode: number, leg: LegSurroundings): readonly Finding[] {
  const findings: Finding[] = [];
  if (mode > 0 && leg.publicNetwork === true && leg.networkControls !== true) {
    findings.push({
      rule: "RTP_NETWORK_CONTROLS",
      severity: "info",
      subject,
      finding: "the leg is public and no VPN, firewall or VLAN is known around it",
      cost: "encryption hides the payload; headers, signalling and the relay's ports stay open to everyone",
      mend: "encryption complements network controls and does not replace them: add a VPN or firewall rules",
      behaviours: ["RTP-167"],
    });
  }
  if (leg.peerRequiresSrtp === true) {
    findings.push({
      rule: "RTP_SRTP_PEER",
      severity: "error",
      subject,
      finding: "the peer requires SRTP, which the switch does not speak",
      cost: "its offers are refused with 488",
      mend: "put an external SBC or media gateway between the switch and the SRTP peer",
      behaviours: ["RTP-114", "RTP-110"],
    });
  }
  if (mode > 0 && leg.peerIsVos === false) {
    findings.push({
      rule: "RTP_PEER_NOT_VOS",
      severity: "error",
      subject,
      finding: "the leg is marked for encryption and the peer is not a VOS3000",
      cost: "the peer hears noise, and its clear audio is mangled",
      mend: "take the encryption mark off this gateway",
      behaviours: ["RTP-022"],
    });
  }
  return findings;
}

/** Answered calls of one route over one hour, and how many of them carried no intelligible audio. */
export interface RouteAudioCount {
  readonly route: string;
  readonly answered: number;
  readonly noAudio: number;
}

/** A route is reported from this many answered calls on, and from this many times the baseline on; both are our choice (RTP-166). */
export const NO_AUDIO_WATCH = { minCalls: 50, factor: 3, floor: 0.02 } as const;

/** Routes whose share of calls without audio has risen since encryption was switched on (RTP-166). */
export function watchNoAudio(before: readonly RouteAudioCount[], since: readonly RouteAudioCount[]): readonly Finding[] {
  const share = (count: RouteAudioCount): number => (count.answered === 0 ? 0 : count.noAudio / count.answered);
  const baseline = new Map(before.map((count) => [count.route, share(count)]));
  return since
    .filter((count) => count.answered >= NO_AUDIO_WATCH.minCalls)
    .filter((count) => share(count) > Math.max((baseline.get(count.route) ?? 0) * NO_AUDIO_WATCH.factor, NO_AUDIO_WATCH.floor))
    .map((count) => ({
      rule: "RTP_NO_AUDIO_RISE",
      severity: "warning",
      subject: count.route,
      finding: `${(100 * share(count)).toFixed(1)} % of answered calls carry no audio, ${(100 * (baseline.get(count.route) ?? 0)).toFixed(1)} % before`,
      cost: "customers pay for calls on which nobody is heard",
      mend: "suspect a partial encryption mismatch on this route: compare mode and key of both sides and the relays' start times",
      behaviours: ["RTP-166"],
    }));
}
