import type { Finding } from "../finding";
import { chainsOf, shownChain, shownPrefix, takesCalls } from "./chain";
import type { CustomerSetting, RoutingEvidence, VendorSetting } from "./evidence";

/** Gateways of a chain without `Switch gateway until connect` (FOV-034). */
export function noSwitching({ setting }: RoutingEvidence): readonly Finding[] {
  const chains = chainsOf(setting).filter(({ links }) => links.length > 1);
  return setting.routingGateways
    .filter((gateway) => !gateway.switchUntilConnect && takesCalls(gateway))
    .flatMap((gateway) => {
      const own = chains.filter(({ links }) => links.some((link) => link.gateway === gateway));
      if (own.length === 0) return [];
      const followers = own.filter(({ links }) => links.at(-1)?.gateway !== gateway);
      return [
        followers.length > 0
          ? breaks(
              gateway,
              followers.map(({ number }) => number),
            )
          : endsChain(gateway),
      ];
    });
}

const breaks = (gateway: VendorSetting, numbers: readonly string[]): Finding => ({
  rule: "ROUTE_NO_SWITCHING",
  severity: "error",
  subject: gateway.name,
  finding: `${gateway.name} lacks Switch gateway until connect, for ${numbers.map(shownPrefix).join(", ")}`,
  cost: "a call that fails there ends there: the caller gets the vendor's error and no other gateway is tried",
  mend: `tick Switch gateway until connect on ${gateway.name} (Additional settings, manual 2.5.1.1 page 50)`,
  behaviours: ["FOV-034"],
});

const endsChain = (gateway: VendorSetting): Finding => ({
  rule: "ROUTE_NO_SWITCHING",
  severity: "info",
  subject: gateway.name,
  finding: `${gateway.name} lacks Switch gateway until connect; nothing stands behind it today`,
  cost: "a gateway that is added behind it one day will never be tried",
  mend: `tick Switch gateway until connect on ${gateway.name} too: the flag belongs on every level`,
  behaviours: ["FOV-034", "FOV-147"],
});

/** Gateways that no failed call reaches, because one before them does not switch on (FOV-147, FOV-081). */
export function unreachable({ setting }: RoutingEvidence): readonly Finding[] {
  return chainsOf(setting).flatMap((chain) =>
    chain.links
      .filter(({ behind }) => behind.length > 0)
      .map(({ gateway, behind: [first] }) => ({
        rule: "ROUTE_UNREACHABLE",
        severity: "error" as const,
        subject: gateway.name,
        finding: `${gateway.name} is never reached for ${shownPrefix(chain.number)}: ${first}, before it, does not switch on (${shownChain(chain)})`,
        cost: "the level is paid for and does not protect a single failed call",
        mend: `tick Switch gateway until connect on ${first}`,
        behaviours: ["FOV-147", "FOV-081"],
      })),
  );
}

/** Gateways that are in no chain at all, or stand behind the last attempt of every one (FOV-081). */
export function neverUsed({ setting }: RoutingEvidence): readonly Finding[] {
  const withinReach = new Set(
    chainsOf(setting).flatMap(({ links }) => links.slice(0, setting.routing.maxAttempts).map(({ gateway }) => gateway)),
  );
  return setting.routingGateways.flatMap((gateway) => {
    const why =
      whyUnused(gateway, setting.mappingGateways) ?? (withinReach.has(gateway) ? undefined : beyond(setting.routing.maxAttempts));
    return why === undefined ? [] : [unusedFinding(gateway, why)];
  });
}

const beyond = (limit: number): string => `it stands behind the ${limit} attempts that a call may make`;

function whyUnused(gateway: VendorSetting, customers: readonly CustomerSetting[]): string | undefined {
  if (!gateway.enabled) return "it is disabled";
  if (!takesCalls(gateway)) return `its lock ${gateway.lock} bars calls to it`;
  const { allowedMappingGateways: allowed } = gateway;
  const users = customers.filter(({ name, enabled }) => enabled && (allowed === undefined || allowed.includes(name)));
  if (users.length === 0) return "no enabled mapping gateway may use it";
  const mayCall = ({ allowedPrefixes }: CustomerSetting): boolean =>
    allowedPrefixes === undefined ||
    allowedPrefixes.some((one) => gateway.prefixes.some((prefix) => one.startsWith(prefix) || prefix.startsWith(one)));
  return users.some(mayCall) ? undefined : "no mapping gateway that may use it may call its prefixes";
}

const unusedFinding = (gateway: VendorSetting, why: string): Finding => ({
  rule: "ROUTE_NEVER_USED",
  severity: "warning",
  subject: gateway.name,
  finding: `${gateway.name} takes no call for any number: ${why}`,
  cost: "it looks like a backup and is none",
  mend: "put it in service again, or take it out of the configuration",
  behaviours: ["FOV-081"],
});

/** The most levels that the guide allows, protect routes counted: its own design has three and one (FOV-055). */
export const MOST_LEVELS = 4;

/** Chains that are too long (FOV-055). */
export function tooManyLevels({ setting }: RoutingEvidence): readonly Finding[] {
  return chainsOf(setting)
    .filter(({ links }) => links.length > MOST_LEVELS)
    .map((chain) => ({
      rule: "ROUTE_TOO_MANY_LEVELS",
      severity: "warning",
      subject: shownPrefix(chain.number),
      finding: `${chain.links.length} levels for ${shownPrefix(chain.number)}: ${shownChain(chain)}`,
      cost: "each level adds its timeout to the post-dial delay, and callers hang up before the last one",
      mend: "keep three or four levels, the protect route counted",
      behaviours: ["FOV-055"],
    }));
}
