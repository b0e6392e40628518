import type { CallRecord } from "../../../cdr";
import type { Finding } from "../../finding";
import { chainOf, takesCalls } from "../chain";
import type { RoutingEvidence, RoutingSetting } from "../evidence";

/** How often protect routes were used, and whether the normal gateways had failed before (PRT-118). */
export interface ProtectAudit {
  /** Calls that tried any gateway. */
  readonly calls: number;
  /** Calls that a protect route took. */
  readonly byProtect: Readonly<Record<string, number>>;
  /** Flow numbers of calls on a protect route before which a normal gateway was neither tried nor barred. */
  readonly withoutFailures: readonly string[];
}

/** From this share of all calls on, the use of protect routes is unexpected; our choice (PRT-119). */
export const EXPECTED_PROTECT_SHARE = 0.05;

const isProtect = (setting: RoutingSetting, name: string | undefined): boolean =>
  setting.routingGateways.some((gateway) => gateway.protect && gateway.name === name);

/** Counts the calls that protect routes took (PRT-118). */
export function auditProtect(setting: RoutingSetting, records: readonly CallRecord[]): ProtectAudit {
  const tried = records.filter(({ attempts }) => attempts.length > 0);
  const taken = tried.filter(({ answeredAt, calleeGateway }) => answeredAt !== undefined && isProtect(setting, calleeGateway));
  const counts = [...Map.groupBy(taken, ({ calleeGateway }) => calleeGateway ?? "")].map(
    ([name, own]) => [name, own.length] as const,
  );
  return {
    calls: tried.length,
    byProtect: Object.fromEntries(counts),
    withoutFailures: taken.filter((record) => untried(setting, record).length > 0).map(({ flowNo }) => String(flowNo)),
  };
}

/** Normal gateways that could have taken the call and were not tried before the first protect route. */
function untried(setting: RoutingSetting, { callee, attempts }: CallRecord): readonly string[] {
  const first = attempts.findIndex(({ gateway }) => isProtect(setting, gateway));
  const failedBefore = new Set(attempts.slice(0, first).map(({ gateway }) => gateway));
  return chainOf(setting, callee.replace("+", ""))
    .links.map(({ gateway }) => gateway)
    .filter((gateway) => !gateway.protect && !failedBefore.has(gateway.name))
    .map(({ name }) => name);
}

/** Protect routes that carry more than emergencies (PRT-119). */
export function protectUsedOften(evidence: RoutingEvidence, records: readonly CallRecord[]): readonly Finding[] {
  const { setting, protectDelay } = evidence;
  const { calls, byProtect } = auditProtect(setting, records);
  return Object.entries(byProtect).flatMap(([name, count]) => {
    if (count / calls <= EXPECTED_PROTECT_SHARE) return [];
    const causes = [
      ...failing(setting, records),
      ...setting.routingGateways
        .filter((gateway) => !gateway.protect && !takesCalls(gateway))
        .map((each) => `${each.name} is locked or disabled`),
      ...(protectDelay.seconds === 0 ? ["the delay is 0 s: the shortest outage goes to the protect route"] : []),
    ];
    return [
      {
        rule: "ROUTE_PROTECT_OFTEN",
        severity: "warning" as const,
        subject: name,
        finding: `the protect route ${name} took ${count} of ${calls} calls (${((100 * count) / calls).toFixed(0)} %): ${causes.join("; ")}`,
        cost: "regular traffic runs at the emergency rate",
        mend: "mend or unlock the normal gateways; with delay 0, set a delay that outlasts short outages",
        behaviours: ["PRT-118", "PRT-119"],
      },
    ];
  });
}

/** Normal gateways by how many of their attempts failed. */
function failing(setting: RoutingSetting, records: readonly CallRecord[]): readonly string[] {
  const attempts = records.flatMap((record) => record.attempts).filter(({ gateway }) => !isProtect(setting, gateway));
  return [...Map.groupBy(attempts, ({ gateway }) => gateway)].flatMap(([name, own]) => {
    const failed = own.filter(({ outcome }) => outcome !== "answered" && outcome !== "cancelled").length;
    return failed === 0 ? [] : [`${name} failed ${failed} of ${own.length} attempts`];
  });
}
