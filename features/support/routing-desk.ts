import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";
import type { CallRecord } from "../../src/cdr";
import { parseSwitchConfig } from "../../src/config";
import {
  auditRouting,
  examineRouting,
  setupSteps,
  type Finding,
  type RoutingEvidence,
  type SetupStep,
} from "../../src/diagnosis";
import type { ForwardRewriteLines } from "../../src/routing";
import { FIRST_OF_POOL } from "./vendor-chain";
import { factsFrom, type Known } from "./routing-facts";

type Gateway = Readonly<Record<string, unknown>> & { readonly name: string };

const vendor = (name: string, place: number, lineLimit: number): Gateway => ({
  name,
  address: `192.0.2.${10 + place}`,
  prefixes: ["52"],
  priority: place,
  lineLimit,
  switchUntilConnect: true,
  stopCodes: [486, 487, 403, 404, 484],
  optionsCheck: true,
  timerB: "2s",
});

/** The guide's four-level design (FOV-105); docs/interpretations.md tells what it leaves open. */
const DESIGN: readonly Gateway[] = [
  vendor("A", 1, 500),
  vendor("B", 2, 300),
  vendor("C", 3, 200),
  { ...vendor("D", 4, 100), protect: true },
];

const FIFTH = 5;

const poolNumbers = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => String(FIRST_OF_POOL + index));

/** `a fifth gateway E`, `A has { optionsCheck: false }` and `without B and C`, on the design. */
function changed(gateways: readonly Gateway[], words: string): readonly Gateway[] | undefined {
  if (words === "a fifth gateway E") return [...gateways, { ...vendor("E", FIFTH, 100), priority: 3 }];
  const [, pooled, count, rotation, multiplexes = "0", forwarding] =
    /^(\w+) has a pool of (\d+) in (Random|Poll)(?:, (\d+) calls each)?(, forwarded calls alone)?$/.exec(words) ?? [];
  if (pooled !== undefined) {
    const boxes = { enabled: forwarding === undefined, forwarding: forwarding !== undefined };
    const callerPool = { ...boxes, rotation, multiplexes: Number(multiplexes), numbers: poolNumbers(Number(count)) };
    return gateways.map((gateway) => (gateway.name === pooled ? { ...gateway, callerPool } : gateway));
  }
  const [, without] = /^without (.+)$/.exec(words) ?? [];
  if (without !== undefined) return gateways.filter(({ name }) => !without.split(" and ").includes(name));
  const [, name, settings = ""] = /^(\w+) has (\{.*\})$/.exec(words) ?? [];
  if (name === undefined) return undefined;
  assert(
    gateways.some((gateway) => gateway.name === name),
    `the design has no gateway ${name}`,
  );
  return gateways.map((gateway) => (gateway.name === name ? { ...gateway, ...(parse(settings) as object) } : gateway));
}

function configured(gateways: readonly Gateway[]): RoutingEvidence["setting"] {
  const text = JSON.stringify({
    name: "switch",
    data: "/data",
    sip: { listen: [{ address: "192.0.2.1", port: 5060 }] },
    media: { address: "192.0.2.1" },
    mappingGateways: [{ name: "Acme", address: "192.0.2.2" }],
    routingGateways: gateways,
  });
  return parseSwitchConfig(text, "design.yaml");
}

/** The guide's design with what a scenario changes in it and tells about it, parts separated by `; `. `no change`: as it is. */
export function evidenceOf(text: string): RoutingEvidence {
  let gateways = DESIGN;
  let known: Known = { protectDelay: { seconds: 0, isSet: true }, facts: {} };
  for (const words of text === "no change" ? [] : text.split("; ")) {
    const next = changed(gateways, words);
    if (next === undefined) known = factsFrom(words, known);
    else {
      assert(!isDeepStrictEqual(next, gateways), `"${words}" changes nothing`);
      gateways = next;
    }
  }
  return { ...known, setting: configured(gateways) };
}

/** What the doctor says of such a design. */
export const examined = (text: string): readonly Finding[] => examineRouting(evidenceOf(text));

/** What the doctor says of the guide's design beside a switch's softswitch.conf, perhaps under load. */
export const examinedWith = (lines: ForwardRewriteLines, load?: RoutingEvidence["facts"]["load"]): readonly Finding[] => {
  const evidence = evidenceOf("no change");
  return examineRouting({ ...evidence, forwardRewrite: lines, facts: { ...evidence.facts, load } });
};

/** What the doctor says of such a design and these records. */
export const audited = (text: string, records: readonly CallRecord[]): readonly Finding[] =>
  auditRouting(evidenceOf(text), records);

const NO_RIGHT = "no right to edit gateways";

/** The guide's five steps for prefix 52 on such a design. */
export const setUp = (text: string): readonly SetupStep[] =>
  setupSteps({
    setting: evidenceOf(text === NO_RIGHT ? "no change" : text).setting,
    prefix: "52",
    mayEditGateways: text !== NO_RIGHT,
  });
