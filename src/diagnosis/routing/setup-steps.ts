import { chainOf } from "./chain";
import type { RoutingSetting } from "./evidence";

/** One step of the guide's set-up, and whether it is done. */
export interface SetupStep {
  readonly number: number;
  readonly action: string;
  readonly state: "done" | "missing";
  readonly says: string;
  readonly behaviours: readonly string[];
}

/** What the chain linter looks at: a configuration under way, the prefix it is about, and the operator's rights. */
export interface SetupEvidence {
  readonly setting: Pick<RoutingSetting, "routingGateways"> & Partial<RoutingSetting>;
  readonly prefix: string;
  readonly mayEditGateways: boolean;
}

type Verdict = readonly [isDone: boolean, says: string];

function backupVerdict(evidence: SetupEvidence): Verdict {
  const { normals } = partsOf(evidence);
  const [first, second] = normals;
  if (second === undefined) return [false, `add a second gateway on prefix ${evidence.prefix} with priority 2`];
  if (first !== undefined && first.address === second.address && first.port === second.port)
    return [false, `${second.name} has the address of ${first.name}: this is no real backup`];
  if (first !== undefined && second.priority <= first.priority)
    return [false, `${second.name} has priority ${second.priority} as ${first.name} has: give it a larger number`];
  return [true, `${second.name} stands behind ${first?.name}`];
}

function partsOf({ setting, prefix }: SetupEvidence) {
  const all = chainOf(setting as RoutingSetting, prefix).links.map(({ gateway }) => gateway);
  return { all, normals: all.filter(({ protect }) => !protect), protects: all.filter(({ protect }) => protect) };
}

function lastLevels(evidence: SetupEvidence): Verdict {
  const { normals, protects } = partsOf(evidence);
  const missing = [
    ...(normals.length < 3 ? ["a third gateway with priority 3"] : []),
    ...(protects.length === 0 ? ["a gateway with priority 4 and Set to protect route"] : []),
  ];
  return [
    missing.length === 0,
    missing.length === 0 ? `${normals[2]?.name} is third, ${protects[0]?.name} protects` : `add ${missing.join(" and ")}`,
  ];
}

function flags(evidence: SetupEvidence): Verdict {
  const { all } = partsOf(evidence);
  const without = all.filter(({ switchUntilConnect }) => !switchUntilConnect).map(({ name }) => name);
  if (all.length === 0) return [false, "no gateway is there yet"];
  return [without.length === 0, without.length === 0 ? "on every level" : `tick it on ${without.join(", ")}`];
}

function primary(evidence: SetupEvidence): Verdict {
  const [first] = partsOf(evidence).normals;
  if (first === undefined) return [false, `add a gateway with prefix ${evidence.prefix} and priority 1`];
  return [
    true,
    first.lineLimit === undefined ? `${first.name}; a line limit is recommended` : `${first.name} with ${first.lineLimit} lines`,
  ];
}

const permission = ({ mayEditGateways }: SetupEvidence): Verdict => [
  mayEditGateways,
  mayEditGateways
    ? "the operator may edit gateways"
    : "the option is not in the menu: contact the system administrator for access",
];

const STEPS: readonly (readonly [string, string, (evidence: SetupEvidence) => Verdict])[] = [
  ["Open Routing Gateway with administrator rights", "FOV-030", permission],
  ["Add the primary gateway", "FOV-031", primary],
  ["Add the secondary gateway on the same prefix", "FOV-032", backupVerdict],
  ["Add the tertiary gateway and the protect route", "FOV-033", lastLevels],
  ["Enable Switch gateway until connect on each", "FOV-034", flags],
];

/** The chain linter: the guide's five steps for one prefix, each with what is still missing (FOV-030 to FOV-035). */
export const setupSteps = (evidence: SetupEvidence): readonly SetupStep[] =>
  STEPS.map(([action, behaviour, judge], index) => {
    const [isDone, says] = judge(evidence);
    return { number: index + 1, action, state: isDone ? "done" : "missing", says, behaviours: [behaviour, "FOV-035"] };
  });
