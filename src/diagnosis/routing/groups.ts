import type { Finding } from "../finding";
import { chainsOf } from "./chain";
import type { RoutingEvidence } from "./evidence";

/** How a name sounds: without case, blanks, dots, dashes and underscores. */
const likeness = (name: string): string => name.toLowerCase().replaceAll(/[\s._-]/gu, "");

/** Group names that differ in case, blanks or punctuation alone: they make two groups (FOV-041). */
export function nearDuplicateGroups({ setting }: RoutingEvidence): readonly Finding[] {
  const names = [...new Set(setting.routingGateways.flatMap(({ group }) => group ?? []))];
  const alike = Map.groupBy(names, likeness);
  return [...alike.values()]
    .filter((same) => same.length > 1)
    .map((same) => ({
      rule: "ROUTE_GROUP_NAMES",
      severity: "warning",
      subject: same.join(", "),
      finding: `the group names ${same.map((name) => `"${name}"`).join(" and ")} are ${same.length} groups, since names are compared exactly`,
      cost: "each counts its own members: the shared limit and the reserved lines do not hold over all of them",
      mend: "write one name on all members, and verify the members",
      behaviours: ["FOV-041"],
    }));
}

/** Vendors on one prefix with one contract behind them and no group (FOV-049). */
export function sharedCapacity({ setting, facts }: RoutingEvidence): readonly Finding[] {
  return (facts.sharedCapacity ?? []).flatMap(({ gateways, lines }) => {
    const members = setting.routingGateways.filter(({ name }) => gateways.includes(name));
    const together = chainsOf(setting).some(({ links }) => links.filter(({ gateway }) => members.includes(gateway)).length > 1);
    const [group] = members.map((member) => member.group);
    const isOneGroup = group !== undefined && members.every((member) => member.group === group);
    if (!together || isOneGroup) return [];
    return [
      {
        rule: "ROUTE_SHARED_CAPACITY",
        severity: "warning" as const,
        subject: members.map(({ name }) => name).join(", "),
        finding: `${members.map(({ name }) => name).join(", ")} share ${lines} lines and are in no common group`,
        cost: "each fills up by itself and nobody counts the sum: the vendors refuse what goes over it",
        mend: `put them in one gateway group with ${lines} lines, and reserve some for calls that matter`,
        behaviours: ["FOV-049"],
      },
    ];
  });
}
