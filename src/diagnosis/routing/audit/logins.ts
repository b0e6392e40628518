import type { CallRecord } from "../../../cdr";
import type { Finding } from "../../finding";
import type { RoutingEvidence } from "../evidence";

/** Gateways whose vendor asks for a user name and password that they do not have, or that it does not take. */
export function refusedLogins({ setting }: RoutingEvidence, records: readonly CallRecord[]): readonly Finding[] {
  const attempts = Map.groupBy(
    records.flatMap((record) => record.attempts),
    ({ gateway }) => gateway,
  );
  return setting.routingGateways.flatMap(({ name, username }) => {
    const own = attempts.get(name) ?? [];
    const refused = own.filter(({ status }) => status === 401 || status === 407).length;
    if (refused === 0) return [];
    const [why, mend] =
      username === undefined
        ? ["it has no user name and password", "give it the username and password that the vendor knows"]
        : [`the vendor does not take the password of "${username}"`, "correct username and password with the vendor"];
    return [
      {
        rule: "ROUTE_LOGIN_REFUSED",
        severity: "error" as const,
        subject: name,
        finding: `${refused} of ${own.length} attempts at ${name} ended with a challenge: ${why}`,
        cost: "no call that is challenged gets through it",
        mend,
        behaviours: [],
      },
    ];
  });
}
