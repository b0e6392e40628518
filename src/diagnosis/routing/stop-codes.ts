import type { Finding } from "../finding";
import { chainsOf } from "./chain";
import type { RoutingEvidence, VendorSetting } from "./evidence";

/** Answers about the called number or the call itself. The guide's text has the first four, its questions add 484 (FOV-091). */
export const ADVISED_STOP_CODES: readonly number[] = [486, 487, 403, 404, 484];

/** Answers about the vendor: the very failures that a backup is for (FOV-095). */
export const VENDOR_FAILURES: readonly number[] = [503, 408, 500];

const difference = "the guide's text lists 486, 487, 403 and 404, its table omits 487, its questions add 484";

/** Lists that are empty or short of an advised code, on gateways that have others behind them. */
export function stopCodeAdvice({ setting }: RoutingEvidence): readonly Finding[] {
  const followed = new Set(chainsOf(setting).flatMap(({ links }) => links.slice(0, -1).map(({ gateway }) => gateway)));
  return [...followed].flatMap((gateway) => {
    const missing = ADVISED_STOP_CODES.filter((code) => !gateway.stopCodes.includes(code));
    if (missing.length === 0) return [];
    return [gateway.stopCodes.length === 0 ? empty(gateway) : short(gateway, missing)];
  });
}

const empty = ({ name }: VendorSetting): Finding => ({
  rule: "ROUTE_STOP_CODES_EMPTY",
  severity: "warning",
  subject: name,
  finding: `${name} has no stop switching response codes`,
  cost: "a busy or wrong number is tried at every vendor in turn: the callee rings again and the caller waits for nothing",
  mend: `list ${ADVISED_STOP_CODES.join(", ")} (${difference})`,
  behaviours: ["FOV-091"],
});

const short = ({ name }: VendorSetting, missing: readonly number[]): Finding => ({
  rule: "ROUTE_STOP_CODES_SHORT",
  severity: "info",
  subject: name,
  finding: `the stop list of ${name} lacks ${missing.join(", ")}`,
  cost: "calls that end so are tried at the next vendor without hope",
  mend: `add ${missing.join(", ")} (${difference})`,
  behaviours: ["FOV-091"],
});

/** Vendor failures on a stop list (FOV-095). */
export function stopsOnFailure({ setting }: RoutingEvidence): readonly Finding[] {
  return setting.routingGateways.flatMap(({ name, stopCodes }) => {
    const wrong = VENDOR_FAILURES.filter((code) => stopCodes.includes(code));
    if (wrong.length === 0) return [];
    return [
      {
        rule: "ROUTE_STOPS_ON_FAILURE",
        severity: "error" as const,
        subject: name,
        finding: `the stop list of ${name} has ${wrong.join(", ")}`,
        cost: "vendor outages will not fail over: the caller gets the error while backups stand idle",
        mend: `take ${wrong.join(", ")} off the list`,
        behaviours: ["FOV-095"],
      },
    ];
  });
}
