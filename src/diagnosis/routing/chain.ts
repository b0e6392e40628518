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

const byPlace = (a: ChainLink, b: ChainLink): number =>
  b.prefix.length - a.prefix.length || a.gateway.priority - b.gateway.priority || (a.gateway.name < b.gateway.name ? -1 : 1);

/** A gateway in Prefix Mode lets no shorter prefix than its own be tried after it (FOV-130). */
function withoutCutOff(links: readonly ChainLink[]): readonly ChainLink[] {
  const shortest = Math.max(
    0,
    ...links.filter(({ gateway }) => gateway.prefixMode === "prefix").map(({ prefix }) => prefix.length),
  );
  return links.filter(({ prefix }) => prefix.length >= shortest);
}

/** The static chain of one number: normal gateways by prefix length, priority and name, protect routes after them. */
export function chainOf(setting: RoutingSetting, number: string, include = takesCalls): Chain {
  const fits = setting.routingGateways.filter(include).flatMap((gateway) => {
    const prefix = longestFit(gateway, number);
    return prefix === undefined ? [] : [{ gateway, prefix, behind: [] }];
  });
  const allowed = withoutCutOff(fits);
  const ordered = [
    ...allowed.filter(({ gateway }) => !gateway.protect).sort(byPlace),
    ...allowed.filter(({ gateway }) => gateway.protect).sort(byPlace),
  ];
  const links = ordered.map((link, place) => ({
    ...link,
    behind: ordered
      .slice(0, place)
      .filter(({ gateway }) => !gateway.switchUntilConnect)
      .map(({ gateway }) => gateway.name),
  }));
  return { number, links };
}

/** One chain for each prefix that a gateway serves, shortest and smallest first. */
export function chainsOf(setting: RoutingSetting, include = takesCalls): readonly Chain[] {
  const prefixes = new Set(setting.routingGateways.filter(include).flatMap((gateway) => gateway.prefixes));
  return [...prefixes].sort((a, b) => a.length - b.length || (a < b ? -1 : 1)).map((prefix) => chainOf(setting, prefix, include));
}

/** `prefix 52`, or `every number`. */
export const shownPrefix = (prefix: string): string => (prefix === "" ? "every number" : `prefix ${prefix}`);

/** `1. A, 2. B, protect D`. */
export const shownChain = ({ links }: Chain): string =>
  links.map(({ gateway }, place) => `${gateway.protect ? "protect" : `${place + 1}.`} ${gateway.name}`).join(", ");
