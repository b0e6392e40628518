import type { CallRecord } from "../../../cdr";
import type { Finding } from "../../finding";
import type { RoutingEvidence } from "../evidence";
import { fallbackShare, notThroughPool, overusedNumbers } from "./callers";
import { refusedLogins } from "./logins";
import { protectIdle } from "./protect-idle";
import { protectUsedOften } from "./protect-share";
import { dailyReasons, dayOf, rising503 } from "./reasons";

/** Checks of one day's records, as the guides ask for them daily (CLI-102 to CLI-104). */
const DAILY = [overusedNumbers, notThroughPool, fallbackShare] as const;

/** Everything that call records show about routing. `records` is one stretch of them, oldest first; days are those of UTC. */
export const auditRouting = (evidence: RoutingEvidence, records: readonly CallRecord[]): readonly Finding[] => [
  ...rising503(dailyReasons(records)),
  ...refusedLogins(evidence, records),
  ...protectUsedOften(evidence, records),
  ...evidence.setting.routingGateways
    .filter(({ protect }) => protect)
    .flatMap(({ name }) => protectIdle(evidence, records, name)),
  ...[...Map.groupBy(records, dayOf)].flatMap(([day, ofDay]) =>
    DAILY.flatMap((check) => check(evidence, ofDay)).map((found) => ({ ...found, finding: `${day}: ${found.finding}` })),
  ),
];
