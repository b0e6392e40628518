import type { CallRecord } from "../../../cdr";
import type { Finding } from "../../finding";
import { takesCalls } from "../chain";
import type { RoutingEvidence, VendorSetting } from "../evidence";

/** One possible cause for which a protect route stayed idle. */
export interface IdleCheck {
  readonly cause: string;
  /** True: this is what the evidence shows. */
  readonly applies: boolean;
  readonly says: string;
}

/** The six things to look at when normal gateways fail and the protect route is not used (PRT-120). `record` is one such call. */
export function whyProtectIdle(evidence: RoutingEvidence, name: string, record: CallRecord): readonly IdleCheck[] {
  const gateway = evidence.setting.routingGateways.find((each) => each.name === name);
  if (gateway === undefined) return [{ cause: "gateway", applies: true, says: `no gateway is called ${name}` }];
  const number = record.callee.replace("+", "");
  const fits = gateway.prefixes.some((prefix) => number.startsWith(prefix));
  const others: readonly IdleCheck[] = [
    {
      cause: "box",
      applies: !gateway.protect,
      says: gateway.protect ? "Protect route is ticked" : "Protect route is not ticked",
    },
    { cause: "prefix", applies: !fits, says: fits ? "its prefix fits" : `none of its prefixes fits ${number}` },
    { cause: "lock", applies: !takesCalls(gateway), says: gateway.enabled ? `its lock is ${gateway.lock}` : "it is disabled" },
    cancelled(evidence, record),
    stopCode(evidence, record),
  ];
  const isExplained = others.some(({ applies }) => applies);
  return others.toSpliced(3, 0, capacity(gateway, record, isExplained));
}

/** Records do not tell whose lines were full: the reserve's were only when nothing else kept the call from it. */
function capacity(gateway: VendorSetting, record: CallRecord, isExplained: boolean): IdleCheck {
  const limit = gateway.lineLimit;
  const applies = !isExplained && record.endReason === "AllGatewayBusy" && limit !== undefined;
  return {
    cause: "capacity",
    applies,
    says:
      limit === undefined ? "it has no line limit" : `it has ${limit} lines${applies ? ", and the call found none free" : ""}`,
  };
}

/** The caller gave up before the delay was over. */
function cancelled(
  { protectDelay }: RoutingEvidence,
  { startedAt, endedAt, attempts, endDirection, answeredAt }: CallRecord,
): IdleCheck {
  const last = attempts.at(-1);
  const failedAt = last === undefined ? startedAt : last.startedAt + last.elapsedMs * 1_000;
  const waited = (endedAt - failedAt) / 1_000_000;
  const applies = answeredAt === undefined && endDirection === "caller" && waited < protectDelay.seconds;
  return {
    cause: "cancel",
    applies,
    says: applies
      ? `the caller cancelled ${waited.toFixed(0)} s into the delay of ${protectDelay.seconds} s`
      : "the caller stayed",
  };
}

function stopCode({ setting }: RoutingEvidence, { attempts }: CallRecord): IdleCheck {
  const last = attempts.at(-1);
  const gateway = setting.routingGateways.find(({ name }) => name === last?.gateway);
  const listed = last?.status !== undefined && gateway?.stopCodes.includes(last.status) === true;
  const noSwitch = gateway?.switchUntilConnect === false;
  const says = listed
    ? `${last.status} is on the stop list of ${gateway?.name}`
    : noSwitch
      ? `${gateway?.name} lacks Switch gateway until connect`
      : "no stop code ended the search";
  return { cause: "stop code", applies: listed || noSwitch, says };
}

/** Calls for which every tried gateway failed and no protect route was tried, with the cause for each (PRT-120). */
export function protectIdle(evidence: RoutingEvidence, records: readonly CallRecord[], name: string): readonly Finding[] {
  const failed = records.filter(
    ({ answeredAt, attempts }) =>
      answeredAt === undefined && attempts.length > 0 && attempts.every(({ gateway }) => gateway !== name),
  );
  const last = failed.at(-1);
  if (last === undefined || records.some(({ attempts }) => attempts.some(({ gateway }) => gateway === name))) return [];
  const causes = whyProtectIdle(evidence, name, last).filter(({ applies }) => applies);
  return [
    {
      rule: "ROUTE_PROTECT_IDLE",
      severity: "warning",
      subject: name,
      finding: `${failed.length} calls failed at every gateway and ${name} was never tried: ${causes.map(({ says }) => says).join("; ") || "none of the known causes"}`,
      cost: "the reserve that was bought for outages is not used in one",
      mend: "go through box, prefix, lock, lines, the caller's patience and the stop codes, in this order",
      behaviours: ["PRT-120"],
    },
  ];
}
