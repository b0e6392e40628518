import { between, seconds, type Duration, type WallTime, moneyOf } from "../../base";
import type { Finding } from "../finding";
import { chainsOf, takesCalls } from "./chain";
import type { RoutingEvidence } from "./evidence";

/** A month, as the guide's monthly drill and check of backups mean it; our choice of its length. */
export const MONTH = seconds(30 * 86_400);

const daysOf = (duration: Duration): number => Math.floor(duration / seconds(86_400));

/** Gateways that nobody asks whether they live (FOV-126). */
export const noOptionsCheck = ({ setting }: RoutingEvidence): readonly Finding[] =>
  setting.routingGateways
    .filter((gateway) => takesCalls(gateway) && !gateway.optionsCheck)
    .map(({ name }) => ({
      rule: "ROUTE_NO_OPTIONS_CHECK",
      severity: "warning",
      subject: name,
      finding: `${name} has no OPTIONS online check`,
      cost: "each call finds out for itself that it is dead, and waits for Timer B",
      mend: "tick OPTIONS online check (Additional settings, manual 2.5.1.1 page 43)",
      behaviours: ["FOV-126"],
    }));

/** Vendor accounts below their alert level (FOV-141). */
export const vendorBalances = ({ facts }: RoutingEvidence): readonly Finding[] =>
  (facts.vendorBalances ?? [])
    .filter(({ balance, alertBelow }) => moneyOf(balance) < moneyOf(alertBelow))
    .map(({ gateway, balance, alertBelow }) => ({
      rule: "ROUTE_VENDOR_BALANCE",
      severity: "warning",
      subject: gateway,
      finding: `the account with ${gateway} holds ${balance}, below the alert level of ${alertBelow}`,
      cost: "without balance the vendor answers 503, and its calls move to the backups",
      mend: "pay the vendor now; let the balance alert come in real time",
      behaviours: ["FOV-141"],
    }));

/** A month has passed without a failover drill (FOV-142). */
export function drillDue({ facts, setting }: RoutingEvidence): readonly Finding[] {
  const { lastDrill, now } = facts;
  if (lastDrill === undefined || now === undefined) return [];
  if (lastDrill !== "never" && between(lastDrill, now) <= MONTH) return [];
  const when =
    lastDrill === "never"
      ? "no failover drill is recorded"
      : `the last failover drill was ${daysOf(between(lastDrill, now))} days ago`;
  return [
    {
      rule: "ROUTE_DRILL_DUE",
      severity: "warning",
      subject: setting.name,
      finding: when,
      cost: "mistakes in the chain show themselves in a real outage",
      mend: "run the drill in low traffic: fail the first vendor, see the calls on the second, write the switch times down",
      behaviours: ["FOV-142"],
    },
  ];
}

/** Backups that gave no sign of life for a month (FOV-145). */
export function idleBackups({ facts, setting }: RoutingEvidence): readonly Finding[] {
  const { now } = facts;
  if (now === undefined) return [];
  const backups = new Set(chainsOf(setting).flatMap(({ links }) => links.slice(1).map(({ gateway }) => gateway.name)));
  return (facts.lastSigns ?? [])
    .filter(({ gateway, at }) => backups.has(gateway) && isOld(at, now))
    .map(({ gateway, at }) => ({
      rule: "ROUTE_BACKUP_IDLE",
      severity: "warning",
      subject: gateway,
      finding:
        at === "never"
          ? `the backup ${gateway} has never answered a call or an OPTIONS`
          : `the backup ${gateway} has answered no call and no OPTIONS for ${daysOf(between(at, now))} days`,
      cost: "nobody knows whether it would take calls in an outage",
      mend: "place a test call over it each month, and tick the OPTIONS online check",
      behaviours: ["FOV-145"],
    }));
}

const isOld = (at: WallTime | "never", now: WallTime): boolean => at === "never" || between(at, now) > MONTH;
