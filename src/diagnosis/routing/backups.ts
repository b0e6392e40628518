import { moneyOf } from "../../base";
import type { Finding } from "../finding";
import { chainOf, chainsOf, shownPrefix, takesCalls, type Chain } from "./chain";
import type { RoutingEvidence, VendorSetting } from "./evidence";

/** A prefix that one vendor alone serves (FOV-010). */
export function noBackup({ setting }: RoutingEvidence): readonly Finding[] {
  return chainsOf(setting)
    .filter(({ links }) => links.length === 1)
    .map(({ number, links: [only] }) => ({
      rule: "ROUTE_NO_BACKUP",
      severity: "warning",
      subject: shownPrefix(number),
      finding: `no backup for ${shownPrefix(number)}: ${only?.gateway.name} is the only gateway`,
      cost: "when this vendor fails, every call to the prefix fails",
      mend: "add one to three gateways of other vendors on the same prefix, each with a larger priority number",
      behaviours: ["FOV-010"],
    }));
}

/** Two places of one chain that lead to the same machine (FOV-032). */
export function sameAddress({ setting }: RoutingEvidence): readonly Finding[] {
  const pairs = new Map<string, Finding>();
  for (const { links } of chainsOf(setting)) {
    links.forEach(({ gateway }, place) => {
      const twin = links.slice(0, place).find(({ gateway: other }) => isSameHost(gateway, other))?.gateway;
      if (twin !== undefined) pairs.set(`${twin.name}/${gateway.name}`, twinFinding(gateway, twin));
    });
  }
  return [...pairs.values()];
}

const isSameHost = (a: VendorSetting, b: VendorSetting): boolean => a.address === b.address && a.port === b.port;

const twinFinding = (gateway: VendorSetting, twin: VendorSetting): Finding => ({
  rule: "ROUTE_SAME_ADDRESS",
  severity: "warning",
  subject: gateway.name,
  finding: `${gateway.name} has the address of ${twin.name}, ${twin.address}:${twin.port}`,
  cost: "both fail together: this is no real backup",
  mend: "give the backup the address and port of another vendor",
  behaviours: ["FOV-032"],
});

/** A prefix in Prefix Mode with a single gateway (FOV-136). */
export function prefixModeAlone({ setting }: RoutingEvidence): readonly Finding[] {
  return chainsOf(setting).flatMap((chain) => {
    const [only] = chain.links;
    if (chain.links.length !== 1 || only?.gateway.prefixMode !== "prefix") return [];
    return [prefixModeFinding(chain, only.gateway, shorterOf(setting.routingGateways, chain.number))];
  });
}

const shorterOf = (gateways: readonly VendorSetting[], number: string): readonly VendorSetting[] =>
  gateways.filter(
    (gateway) => takesCalls(gateway) && gateway.prefixes.some((prefix) => prefix !== number && number.startsWith(prefix)),
  );

function prefixModeFinding({ number }: Chain, gateway: VendorSetting, shorter: readonly VendorSetting[]): Finding {
  const dearer = shorter.filter(
    ({ rate }) => rate !== undefined && gateway.rate !== undefined && moneyOf(rate) > moneyOf(gateway.rate),
  );
  const fallback =
    shorter.length === 0
      ? "and a gateway on a shorter prefix"
      : `which falls back to ${shorter.map(({ name }) => name).join(", ")}`;
  const loss =
    dearer.length === 0
      ? "look at the rates of the fallback first"
      : `${dearer.map(({ name, rate }) => `${name} costs ${rate}`).join(", ")} against ${gateway.rate}: mind a loss`;
  return {
    rule: "ROUTE_PREFIX_MODE_ALONE",
    severity: "warning",
    subject: gateway.name,
    finding: `${gateway.name} serves ${shownPrefix(number)} alone and is in Prefix Mode`,
    cost: "shorter prefixes are not tried after it: its failure is the call's",
    mend: `use Extension Mode, ${fallback} (${loss}), or add a backup on the same prefix`,
    behaviours: ["FOV-136"],
  };
}

/** A backup whose longer prefix makes it the first choice for some numbers and none for the others (FOV-081). */
export function longerPrefixBackup({ setting }: RoutingEvidence): readonly Finding[] {
  return setting.routingGateways
    .filter((gateway) => takesCalls(gateway) && !gateway.protect)
    .flatMap((backup) =>
      backup.prefixes.flatMap((prefix) => {
        const chain = chainOf(setting, prefix);
        const overtaken = chain.links.find(
          ({ gateway, prefix: other }) => other.length < prefix.length && !gateway.protect && gateway.priority < backup.priority,
        );
        if (overtaken === undefined) return [];
        const served = chainOf(setting, overtaken.prefix).links.map(({ gateway }) => gateway.name);
        if (served.includes(backup.name)) return [];
        return [
          {
            rule: "ROUTE_LONGER_PREFIX",
            severity: "warning" as const,
            subject: backup.name,
            finding:
              `${backup.name} (priority ${backup.priority}) comes before ${overtaken.gateway.name} (priority ${overtaken.gateway.priority})` +
              ` for ${shownPrefix(prefix)}, and is no backup for the rest of ${shownPrefix(overtaken.prefix)}`,
            cost: "the longest prefix outranks the priority: a gateway that was meant as a backup takes the first calls",
            mend: `give ${backup.name} the prefix ${overtaken.prefix} if it is to stand behind ${overtaken.gateway.name}`,
            behaviours: ["FOV-081"],
          },
        ];
      }),
    );
}
