/** How much a finding matters: `error` stops calls or audio, `warning` will hurt one day, `info` is good to know. */
export type Severity = "info" | "warning" | "error";

/** One thing that the doctor found, with what it costs and how to mend it. Never carries a key or a password. */
export interface Finding {
  /** Stable name of the rule, e.g. `RTP_KEY_LENGTH`. */
  readonly rule: string;
  readonly severity: Severity;
  /** What it is about: a switch, a gateway, a parameter. */
  readonly subject: string;
  readonly finding: string;
  readonly cost: string;
  readonly mend: string;
  /** Catalogue ids that the rule implements. */
  readonly behaviours: readonly string[];
}

const ORDER: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** Findings with the gravest first; equal ones keep their order. */
export function bySeverity(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => ORDER[a.severity] - ORDER[b.severity]);
}
