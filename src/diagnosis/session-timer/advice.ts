import type { Finding } from "../finding";

/** SS_SESSION_TIMER, SS_SESSION_TIMER_MIN_SE and SS_SESSION_TIMER_REFRESHER of one switch. */
export interface SessionTimerSettings {
  /** Seconds; 0 is off. */
  readonly timer: number;
  readonly minSe: number;
  /** 0 UAC, 1 UAS. */
  readonly refresher: number;
  /** `rfc` holds RFC 4028; `vos` allows what the guides advise. */
  readonly profile: "vos" | "rfc";
}

/** What a gateway is known to do about session timers. */
export interface GatewayTimerProfile {
  readonly gateway: string;
  /** The side of the dialog on which it is able to refresh. */
  readonly refreshesAs: "uac" | "uas" | "both" | "never";
}

/** RFC 4028 section 4. */
export const MIN_SE_FLOOR = 90;

/** What is wrong with one switch's session timer settings, alone and against its gateways (DBG-093, DBG-110, DBG-111). */
export function lintSessionTimer(
  subject: string,
  settings: SessionTimerSettings,
  gateways: readonly GatewayTimerProfile[],
): readonly Finding[] {
  const findings: Finding[] = [];
  if (settings.timer === 0) {
    findings.push({
      rule: "SESSION_TIMER_OFF",
      severity: "info",
      subject,
      finding: "SS_SESSION_TIMER is 0: no session timer",
      cost: "a call whose far end died stays open and is billed; and a 32 s drop from a lost ACK is not mended by it",
      mend: "leave it off only while a gateway negotiates badly, and watch for calls that are too long",
      behaviours: ["DBG-091", "DBG-110"],
    });
    return findings;
  }
  if (settings.minSe < MIN_SE_FLOOR) {
    findings.push({
      rule: "SESSION_TIMER_MIN_SE_LOW",
      severity: settings.profile === "rfc" ? "error" : "warning",
      subject,
      finding: `SS_SESSION_TIMER_MIN_SE is ${settings.minSe}, below the RFC 4028 floor of ${MIN_SE_FLOOR}`,
      cost: `a peer may agree on ${settings.minSe} s, and the call drops after ${(settings.minSe - Math.min(32, settings.minSe / 3)).toFixed(1)} s without a refresh`,
      mend: `set it to ${MIN_SE_FLOOR} or more, or SS_SESSION_TIMER to 0`,
      behaviours: ["DBG-093"],
    });
  }
  // Towards a routing gateway the switch is the UAC, so refresher 0 is the switch and 1 the gateway.
  const gatewayMustRefresh = settings.refresher === 1;
  for (const { gateway, refreshesAs } of gateways) {
    const able = refreshesAs === "uas" || refreshesAs === "both";
    if (gatewayMustRefresh && !able) findings.push(refresherMismatch(gateway, settings.refresher, "never refreshes as UAS", 0));
    if (!gatewayMustRefresh && refreshesAs === "uas")
      findings.push(refresherMismatch(gateway, settings.refresher, "only refreshes as UAS", 1));
  }
  return findings;
}

function refresherMismatch(gateway: string, refresher: number, habit: string, wanted: number): Finding {
  return {
    rule: "SESSION_TIMER_REFRESHER_MISMATCH",
    severity: "warning",
    subject: gateway,
    finding: `SS_SESSION_TIMER_REFRESHER is ${refresher} and ${gateway} ${habit}`,
    cost: "each side waits for the other and the call is released shortly before the interval ends",
    mend: `match the gateway: set SS_SESSION_TIMER_REFRESHER to ${wanted}`,
    behaviours: ["DBG-111", "DBG-097"],
  };
}
