import type { Finding } from "../../finding";
import type { CallerPoolSettings } from "../../../routing";
import type { RoutingEvidence, VendorSetting } from "../evidence";

type InUse = readonly [gateway: VendorSetting, pool: CallerPoolSettings];

/** Gateways whose pool is used for ordinary or forwarded calls. */
export const poolsOf = ({ setting }: RoutingEvidence): readonly InUse[] =>
  setting.routingGateways
    .filter(({ enabled, callerPool }) => enabled && (callerPool.enabled || callerPool.forwarding))
    .map((gateway) => [gateway, gateway.callerPool]);

/** Enabled pools without a number (CLI-009). */
export const emptyPool = (evidence: RoutingEvidence): readonly Finding[] =>
  poolsOf(evidence)
    .filter(([, { numbers }]) => numbers.length === 0)
    .map(([{ name }]) => ({
      rule: "POOL_EMPTY",
      severity: "warning",
      subject: name,
      finding: `the caller number pool of ${name} is enabled without numbers`,
      cost: "every call shows the original caller number",
      mend: "add numbers to the pool, or switch it off",
      behaviours: ["CLI-009"],
    }));

/** Numbers that stand in a pool twice (CLI-010). A configuration file that has one is refused before it comes here. */
export const duplicateNumbers = (evidence: RoutingEvidence): readonly Finding[] =>
  poolsOf(evidence).flatMap(([{ name }, { numbers }]) => {
    const twice = [...new Set(numbers.filter((number, place) => numbers.indexOf(number) !== place))];
    if (twice.length === 0) return [];
    return [
      {
        rule: "POOL_DUPLICATES",
        severity: "warning" as const,
        subject: name,
        finding: `the pool of ${name} has ${twice.join(", ")} twice`,
        cost: "a duplicate gets a double share in Poll",
        mend: "list each number once",
        behaviours: ["CLI-010"],
      },
    ];
  });

/** How a number is written: with +, with an international or national prefix of zeros, or bare. */
function formatOf(number: string): string {
  if (number.startsWith("+")) return "+ and country code";
  if (number.startsWith("00")) return "00 and country code";
  return number.startsWith("0") ? "national, with 0" : "digits";
}

/** The format that most numbers have; of equals, the one of the first number. */
function usualFormat(numbers: readonly string[]): string {
  const groups = [...Map.groupBy(numbers, formatOf)];
  const [[usual = ""] = []] = groups.sort(([, a], [, b]) => b.length - a.length);
  return usual;
}

/** Pools whose numbers are written in several ways (CLI-113). */
export const mixedFormats = (evidence: RoutingEvidence): readonly Finding[] =>
  poolsOf(evidence).flatMap(([{ name }, { numbers }]) => {
    const usual = usualFormat(numbers);
    const odd = numbers.filter((number) => formatOf(number) !== usual);
    if (odd.length === 0) return [];
    return [
      {
        rule: "POOL_MIXED_FORMATS",
        severity: "error" as const,
        subject: name,
        finding: `mixed formats in the pool of ${name}: most are "${usual}", not ${odd.map((number) => `${number} (${formatOf(number)})`).join(", ")}`,
        cost: "the carrier shows some calls with a wrong caller number or rejects them",
        mend: "write all numbers in the format that the carrier asks for",
        behaviours: ["CLI-113"],
      },
    ];
  });

/** Numbers that do not begin as the carrier demands (CLI-114). */
export const carrierFormat = (evidence: RoutingEvidence): readonly Finding[] =>
  poolsOf(evidence).flatMap(([{ name }, { numbers }]) => {
    const begin = evidence.facts.carriers?.find(({ gateway }) => gateway === name)?.numbersBegin;
    const odd = begin === undefined ? [] : numbers.filter((number) => !number.startsWith(begin));
    if (begin === undefined || odd.length === 0) return [];
    return [
      {
        rule: "POOL_CARRIER_FORMAT",
        severity: "error" as const,
        subject: name,
        finding: `the carrier asks for ${begin} in front, and ${odd.length} of ${numbers.length} numbers lack it: ${odd.slice(0, 5).join(", ")}`,
        cost: "it shows a wrong caller number or rejects the call",
        mend: `store the numbers with ${begin}`,
        behaviours: ["CLI-114"],
      },
    ];
  });

/** A transform that is to complete the pool's numbers: it comes before the pool and cannot (CLI-082). */
export const transformBeforePool = (evidence: RoutingEvidence): readonly Finding[] =>
  poolsOf(evidence).flatMap(([{ name, callerTransforms }, { numbers }]) => {
    const [missing] = callerTransforms
      .filter(({ match, replace }) => replace.length > match.length && replace.endsWith(match))
      .map(({ match, replace }) => ({ match, prefix: replace.slice(0, replace.length - match.length) }))
      .filter(({ match, prefix }) => numbers.some((number) => number.startsWith(match) && !number.startsWith(prefix)));
    if (missing === undefined) return [];
    const bare = numbers.filter((number) => number.startsWith(missing.match) && !number.startsWith(missing.prefix));
    return [
      {
        rule: "POOL_PREFIX_NOT_STORED",
        severity: "warning" as const,
        subject: name,
        finding: `a caller transform of ${name} adds ${missing.prefix}, and the pool replaces its result: ${bare[0]} is sent as it is`,
        cost: "the carrier gets numbers without the prefix that the transform was to add",
        mend: `store ${bare
          .slice(0, 5)
          .map((number) => `${missing.prefix}${number}`)
          .join(", ")} in the pool`,
        behaviours: ["CLI-082"],
      },
    ];
  });
