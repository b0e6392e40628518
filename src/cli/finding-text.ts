import type { Finding } from "../diagnosis";

/** A finding as text for people. */
export function findingText(finding: Finding): string {
  return [
    `${finding.severity.padEnd(7)} ${finding.rule}  ${finding.subject}`,
    `  ${finding.finding}`,
    `  cost: ${finding.cost}`,
    `  mend: ${finding.mend}`,
  ].join("\n");
}
