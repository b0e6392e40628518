import type { Finding } from "../finding";
import { longerPrefixBackup, noBackup, prefixModeAlone, sameAddress } from "./backups";
import type { RoutingEvidence, RoutingRule } from "./evidence";
import { nearDuplicateGroups, sharedCapacity } from "./groups";
import { forwardingWithoutLine, rewritePending, unknownRewriteItem } from "./pools/forwarding";
import { carrierFormat, duplicateNumbers, emptyPool, mixedFormats, transformBeforePool } from "./pools/numbers";
import { multiplexesAdvice, rotationAdvice, smallRandomPool } from "./pools/rotation";
import { callCentre, dailyLoad, untestedPool } from "./pools/volume";
import { longSearch, retune } from "./post-dial-delay";
import {
  bothSteps,
  busyHourTest,
  completionFirst,
  delayForUse,
  nothingToProtect,
  protectPriority,
  stillLocked,
  upstreamGivesUp,
  waitingHoldsLines,
} from "./protect";
import { dearLastGateway, dearWithoutDelay } from "./rates";
import { stopCodeAdvice, stopsOnFailure } from "./stop-codes";
import { neverUsed, noSwitching, tooManyLevels, unreachable } from "./switching";
import { drillDue, idleBackups, noOptionsCheck, vendorBalances } from "./upkeep";

/** What makes a chain a chain: without a finding of these, a failed call goes to the next level, and there is one. */
const CHAIN: readonly RoutingRule[] = [
  noBackup,
  sameAddress,
  noSwitching,
  unreachable,
  neverUsed,
  longerPrefixBackup,
  tooManyLevels,
  nothingToProtect,
  protectPriority,
  stopsOnFailure,
];

const ADVICE: readonly RoutingRule[] = [
  prefixModeAlone,
  stopCodeAdvice,
  longSearch,
  retune,
  nearDuplicateGroups,
  sharedCapacity,
  bothSteps,
  upstreamGivesUp,
  waitingHoldsLines,
  delayForUse,
  completionFirst,
  busyHourTest,
  stillLocked,
  dearLastGateway,
  dearWithoutDelay,
  noOptionsCheck,
  vendorBalances,
  drillDue,
  idleBackups,
];

const POOLS: readonly RoutingRule[] = [
  emptyPool,
  duplicateNumbers,
  mixedFormats,
  carrierFormat,
  transformBeforePool,
  smallRandomPool,
  rotationAdvice,
  multiplexesAdvice,
  dailyLoad,
  untestedPool,
  callCentre,
  forwardingWithoutLine,
  unknownRewriteItem,
  rewritePending,
];

const apply = (rules: readonly RoutingRule[], evidence: RoutingEvidence): readonly Finding[] =>
  rules.flatMap((rule) => rule(evidence));

/** The chain linter: the structure of chains alone, without advice about timers, codes and upkeep (FOV-035, FOV-105). */
export const lintChains = (evidence: RoutingEvidence): readonly Finding[] => apply(CHAIN, evidence);

/** Every routing check. Pure; what the evidence does not say is not examined. */
export const examineRouting = (evidence: RoutingEvidence): readonly Finding[] => apply([...CHAIN, ...ADVICE, ...POOLS], evidence);
