import type { Finding } from "../../finding";
import type { RoutingEvidence } from "../evidence";
import { ADVISED_MULTIPLEXES, ENOUGH_FOR_RANDOM, ROTATION_MODES } from "./facts";
import { poolsOf } from "./numbers";

/** Random pools whose short-run variance shows (CLI-035). */
export const smallRandomPool = (evidence: RoutingEvidence): readonly Finding[] =>
  poolsOf(evidence)
    .filter(([, { numbers, rotation }]) => rotation === "Random" && numbers.length > 0 && numbers.length < ENOUGH_FOR_RANDOM)
    .map(([{ name }, { numbers }]) => ({
      rule: "POOL_SMALL_FOR_RANDOM",
      severity: "info",
      subject: name,
      finding: `${numbers.length} numbers in Random: fewer than ${ENOUGH_FOR_RANDOM}`,
      cost: "over a short time some numbers get far more calls than others",
      mend: `add numbers up to ${ENOUGH_FOR_RANDOM}, or use Poll where the volume of each must be exact`,
      behaviours: ["CLI-035"],
    }));

/** Which rotation mode the guide advises, and why (CLI-041). */
export const adviseRotation = (needsExactVolumes: boolean): { readonly mode: "Random" | "Poll"; readonly because: string } => {
  const mode = needsExactVolumes ? "Poll" : "Random";
  const { bestFor, volumeControl } = ROTATION_MODES[mode];
  return {
    mode,
    because: `best for ${bestFor}: volume control ${volumeControl}; present only numbers that you hold the right to use`,
  };
};

/** Pools in the other mode than advised (CLI-041). */
export const rotationAdvice = (evidence: RoutingEvidence): readonly Finding[] => {
  const { mode, because } = adviseRotation(evidence.facts.needsExactVolumes === true);
  return poolsOf(evidence)
    .filter(([, { rotation, numbers }]) => rotation !== mode && numbers.length > 0)
    .filter(() => mode === "Random" || evidence.facts.needsExactVolumes === true)
    .map(([{ name }, { rotation }]) => ({
      rule: "POOL_ROTATION",
      severity: "info",
      subject: name,
      finding: `the pool of ${name} rotates by ${rotation}; ${mode} is advised`,
      cost:
        rotation === "Poll"
          ? "a strict sequence looks like a machine to the carrier"
          : "the volume of each number is even on average only",
      mend: `use ${mode}: ${because}`,
      behaviours: ["CLI-041"],
    }));
};

/** Multiplexes above the carrier's own limit (CLI-117), or outside the advised range when the carrier has none (CLI-061). */
export const multiplexesAdvice = (evidence: RoutingEvidence): readonly Finding[] =>
  poolsOf(evidence).flatMap(([{ name }, { multiplexes, numbers }]) => {
    if (numbers.length === 0) return [];
    const limit = evidence.facts.carriers?.find(({ gateway }) => gateway === name)?.callsAtOnce;
    if (limit !== undefined) return multiplexes === 0 || multiplexes > limit ? [tooHigh(name, multiplexes, limit)] : [];
    const isAdvised = multiplexes >= ADVISED_MULTIPLEXES.from && multiplexes <= ADVISED_MULTIPLEXES.to;
    return isAdvised ? [] : [unusual(name, multiplexes)];
  });

const shownMultiplexes = (multiplexes: number): string => (multiplexes === 0 ? "0 (unlimited)" : String(multiplexes));

const tooHigh = (name: string, multiplexes: number, limit: number): Finding => ({
  rule: "POOL_MULTIPLEXES_OVER_CARRIER",
  severity: "error",
  subject: name,
  finding: `Multiplexes is ${shownMultiplexes(multiplexes)}; the carrier takes ${limit} calls at once of one number`,
  cost: "the carrier rejects the calls over it",
  mend: `lower Multiplexes to the carrier's limit, ${limit}`,
  behaviours: ["CLI-117"],
});

const unusual = (name: string, multiplexes: number): Finding => ({
  rule: "POOL_MULTIPLEXES",
  severity: "info",
  subject: name,
  finding: `Multiplexes is ${shownMultiplexes(multiplexes)}, and no limit of the carrier is known`,
  cost: "more calls at once on one number draw the carrier's attention; fewer exhaust the pool sooner",
  mend: `${ADVISED_MULTIPLEXES.from}-${ADVISED_MULTIPLEXES.to} balance capacity and load`,
  behaviours: ["CLI-061"],
});
