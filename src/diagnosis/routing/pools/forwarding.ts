import { FORWARD_REWRITE_STEPS, forwardRewriteOf } from "../../../routing";
import type { Finding } from "../../finding";
import type { RoutingEvidence } from "../evidence";
import { poolsOf } from "./numbers";

const LINE = "FORWARD_SIGNAL_REWRITE_SEQUENCE=caller_number_pool";

/** The box for forwarded calls without the line in softswitch.conf (CLI-075). */
export const forwardingWithoutLine = (evidence: RoutingEvidence): readonly Finding[] =>
  poolsOf(evidence)
    .filter(
      ([, { forwarding }]) =>
        forwarding === true && evidence.forwardRewrite !== undefined && evidence.forwardRewrite.saved === undefined,
    )
    .map(([{ name }]) => ({
      rule: "POOL_FORWARDING_HALF",
      severity: "warning",
      subject: name,
      finding: `Enable Forwarding Signal Caller Pool is on for ${name}, and softswitch.conf has no FORWARD_SIGNAL_REWRITE_SEQUENCE`,
      cost: "forwarded calls keep their number: both are needed",
      mend: `add ${LINE} to softswitch.conf and restart the service`,
      behaviours: ["CLI-075"],
    }));

/** Items of the line that are no step: the switch passes them over (CLI-074). */
export function unknownRewriteItem({ forwardRewrite, setting }: RoutingEvidence): readonly Finding[] {
  const { unknown } = forwardRewriteOf(forwardRewrite?.saved);
  return unknown.map((item) => ({
    rule: "POOL_FORWARDING_ITEM",
    severity: "error",
    subject: setting.name,
    finding: `FORWARD_SIGNAL_REWRITE_SEQUENCE in softswitch.conf names ${item}, which is no step`,
    cost: "the step is passed over: forwarded calls are not rewritten by it",
    mend: `the step that the guide names is caller_number_pool; known are ${FORWARD_REWRITE_STEPS.join(", ")}`,
    behaviours: ["CLI-074"],
  }));
}

/** softswitch.conf says something else than the service was started with (CLI-077), perhaps under load (CLI-078). */
export function rewritePending({ forwardRewrite, facts, setting }: RoutingEvidence): readonly Finding[] {
  if (forwardRewrite === undefined || forwardRewrite.saved === forwardRewrite.running) return [];
  const shown = (value: string | undefined): string => value ?? "nothing";
  const isBusy = facts.load !== undefined && facts.load.calls > facts.load.usual;
  const pending: Finding = {
    rule: "POOL_RESTART_PENDING",
    severity: "warning",
    subject: setting.name,
    finding: `softswitch.conf says ${shown(forwardRewrite.saved)} for FORWARD_SIGNAL_REWRITE_SEQUENCE, the service runs with ${shown(forwardRewrite.running)}: pending restart`,
    cost: "forwarded calls are treated as before the change",
    mend: "restart the whole service (/etc/init.d/vos3000 restart)",
    behaviours: ["CLI-077"],
  };
  if (!isBusy) return [pending];
  return [
    pending,
    {
      rule: "POOL_RESTART_UNDER_LOAD",
      severity: "warning",
      subject: setting.name,
      finding: `a restart is pending and ${facts.load?.calls} calls are up, ${facts.load?.usual} are usual`,
      cost: "the restart ends every call",
      mend: "apply it in a maintenance window",
      behaviours: ["CLI-078"],
    },
  ];
}
