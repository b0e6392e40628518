import type { WallTime } from "../../base";
import { planAttempts, routingSnapshot } from "../../routing";
import type { RoutingSetting, VendorSetting } from "./evidence";

/** One place of a chain. */
export interface ChainLink {
  readonly gateway: VendorSetting;
  /** The prefix by which it fits. */
  readonly prefix: string;
  /** The gateways before it that do not switch on: it is reached by none of their failed calls. */
  readonly behind: readonly string[];
}

/** The gateways that a number meets, in order, when every line is free and every sorting parameter is off. */
export interface Chain {
  /** The number that was asked about; every number with these leading digits meets the same gateways unless a longer prefix fits it. */
  readonly number: string;
  readonly links: readonly ChainLink[];
}

/** True for a gateway that takes calls at all: enabled and not barred from getting them. */
export const takesCalls = ({ enabled, lock }: VendorSetting): boolean =>
  enabled && lock !== "barCallOut" && lock !== "barAllCalls";

function longestFit(gateway: VendorSetting, number: string): string | undefined {
  let longest: string | undefined;
  for (const prefix of gateway.prefixes) {
    if (number.startsWith(prefix) && (longest === undefined || prefix.length > longest.length)) longest = prefix;
  }
  return longest;
}

/** Somebody who may use every gateway: a chain is what the vendors look like, not what one customer may have. */
const ANYBODY = { name: "anybody", enabled: true, lock: "noLock" } as const;

/** Finds chains by the switch's own order of gateways; `include` says which gateways there are, whatever their state. */
function chainFinder(setting: RoutingSetting, include: (gateway: VendorSetting) => boolean): (number: string) => Chain {
  const gateways = setting.routingGateways.filter(include);
  const byName = new Map(gateways.map((gateway) => [gateway.name, gateway]));
  const routingGateways = gateways.map((gateway) => ({
    ...gateway,
    ...{ enabled: true, lock: "noLock" as const, allowedMappingGateways: undefined },
  }));
  const snapshot = routingSnapshot({ mappingGateways: [ANYBODY], routingGateways, gatewayGroups: setting.gatewayGroups });
  return (number) => {
    const { order } = planAttempts(snapshot, { caller: "", callee: number, from: ANYBODY.name, at: 0 as WallTime });
    const links: ChainLink[] = [];
    const behind: string[] = [];
    for (const name of order) {
      const gateway = byName.get(name);
      const prefix = gateway && longestFit(gateway, number);
      if (gateway === undefined || prefix === undefined) continue;
      links.push({ gateway, prefix, behind: [...behind] });
      if (!gateway.switchUntilConnect) behind.push(name);
    }
    return { number, links };
  };
}

/** The chain of one number: normal gateways, protect routes after them. */
export function chainOf(setting: RoutingSetting, number: string, include = takesCalls): Chain {
  return chainFinder(setting, include)(number);
}

/** One chain for each prefix that a gateway serves, shortest and smallest first. */
export function chainsOf(setting: RoutingSetting, include = takesCalls): readonly Chain[] {
  const prefixes = new Set(setting.routingGateways.filter(include).flatMap((gateway) => gateway.prefixes));
  const find = chainFinder(setting, include);
  return [...prefixes].sort((a, b) => a.length - b.length || (a < b ? -1 : 1)).map(find);
}

/** `prefix 52`, or `every number`. */
export const shownPrefix = (prefix: string): string => (prefix === "" ? "every number" : `prefix ${prefix}`);

/** `1. A, 2. B, protect D`. */
export const shownChain = ({ links }: Chain): string =>
  links.map(({ gateway }, place) => `${gateway.protect ? "protect" : `${place + 1}.`} ${gateway.name}`).join(", ");
