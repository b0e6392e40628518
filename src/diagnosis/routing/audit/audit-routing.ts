import type { CallRecord } from "../../../cdr";
import type { Finding } from "../../finding";
import type { RoutingEvidence } from "../evidence";
import { fallbackShare, notThroughPool, overusedNumbers } from "./callers";
import { protectIdle } from "./protect-idle";
import { protectUsedOften } from "./protect-share";
import { dailyReasons, rising503 } from "./reasons";

/** Everything that call records show about routing. `records` is one stretch of them, oldest first; a day or a month. */
export const auditRouting = (evidence: RoutingEvidence, records: readonly CallRecord[]): readonly Finding[] => [
  ...rising503(dailyReasons(records)),
  ...protectUsedOften(evidence, records),
  ...evidence.setting.routingGateways
    .filter(({ protect }) => protect)
    .flatMap(({ name }) => protectIdle(evidence, records, name)),
  ...overusedNumbers(evidence, records),
  ...notThroughPool(evidence, records),
  ...fallbackShare(evidence, records),
];
