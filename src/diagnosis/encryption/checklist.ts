import { compareSettings } from "./compare";
import { lintEncryption } from "./key-rules";
import { isPending, type EncryptionSide } from "./side";
import type { AudioVerdicts } from "./symptoms";

/** Everything that the go-live checklist looks at; what is absent cannot be checked off. */
export interface ChecklistFacts {
  readonly mappingSide: EncryptionSide | undefined;
  readonly routingSide: EncryptionSide | undefined;
  readonly testCall?: AudioVerdicts | undefined;
  /** Load of the host before and after enabling, 0..1 of one core or more. */
  readonly load?: { readonly before: number; readonly after: number; readonly limit: number } | undefined;
  /** The written record: mode, a key reference (fingerprint or vault path, never the key), the gateways of both ends. */
  readonly record?: { readonly mode?: number; readonly keyReference?: string; readonly gateways: readonly string[] } | undefined;
}

export type ChecklistState = "passed" | "failed" | "incomplete";

export interface ChecklistItem {
  readonly number: number;
  readonly title: string;
  readonly state: ChecklistState;
  readonly because: string;
  readonly behaviours: readonly string[];
}

interface Check {
  readonly title: string;
  readonly behaviours: readonly string[];
  readonly check: (facts: ChecklistFacts) => { readonly state: ChecklistState; readonly because: string };
}

const outcome = (ok: boolean, because: string) => ({ state: ok ? ("passed" as const) : ("failed" as const), because });
const incomplete = (because: string) => ({ state: "incomplete" as const, because });

/** Runs a check that needs both sides (RTP-149). */
const onBoth =
  (check: (a: EncryptionSide, b: EncryptionSide) => { readonly state: ChecklistState; readonly because: string }) =>
  (facts: ChecklistFacts) => {
    const { mappingSide, routingSide } = facts;
    if (mappingSide !== undefined && routingSide !== undefined) return check(mappingSide, routingSide);
    return incomplete(`verify on the ${mappingSide === undefined ? "mapping" : "routing"} side too`);
  };

const isMode = (mode: number): boolean => Number.isInteger(mode) && mode >= 0 && mode <= 3;

function keyFormat(side: EncryptionSide): string | undefined {
  const rules = ["RTP_KEY_LENGTH", "RTP_KEY_EMPTY", "RTP_KEY_SHORT"];
  const problem = lintEncryption(side.name, side.saved).find((finding) => rules.includes(finding.rule));
  return problem === undefined ? undefined : `${side.name}: ${problem.finding}`;
}

const applied = (side: EncryptionSide) =>
  outcome(!isPending(side), isPending(side) ? `${side.name}: saved but not running` : `${side.name} runs what is saved`);

function testCall({ testCall: heard }: ChecklistFacts) {
  if (heard === undefined) return incomplete("place a test call");
  const ok = heard.callerHears === "intelligible" && heard.calleeHears === "intelligible";
  return outcome(ok, `the caller hears ${heard.callerHears}, the callee hears ${heard.calleeHears}`);
}

function load({ load: measured }: ChecklistFacts) {
  if (measured === undefined) return incomplete("measure the load before and after");
  const text = `load ${measured.before.toFixed(2)} before, ${measured.after.toFixed(2)} after`;
  return outcome(measured.after <= measured.limit, measured.after <= measured.limit ? text : `${text}: choose a lower mode`);
}

function documented({ record }: ChecklistFacts) {
  if (record === undefined) return incomplete("write down mode, a key reference and both gateway ids");
  const missing = [
    record.mode === undefined ? "mode" : undefined,
    record.keyReference === undefined ? "key reference" : undefined,
    record.gateways.length < 2 ? "both gateway ids" : undefined,
  ].filter((part) => part !== undefined);
  return outcome(missing.length === 0, missing.length === 0 ? "recorded" : `missing: ${missing.join(", ")}`);
}

const CHECKS: readonly Check[] = [
  {
    title: "Select encryption mode",
    behaviours: ["RTP-150"],
    check: onBoth((a, b) =>
      outcome(
        isMode(a.saved.mode) && a.saved.mode === b.saved.mode,
        `mode ${a.saved.mode} on ${a.name}, ${b.saved.mode} on ${b.name}`,
      ),
    ),
  },
  {
    title: "Set encryption key",
    behaviours: ["RTP-151"],
    check: onBoth((a, b) =>
      outcome(
        a.saved.key !== "" && a.saved.key === b.saved.key,
        a.saved.key === "" || b.saved.key === ""
          ? "a key is empty"
          : a.saved.key === b.saved.key
            ? "identical"
            : "the keys differ",
      ),
    ),
  },
  {
    title: "Verify key format",
    behaviours: ["RTP-152"],
    check: onBoth((a, b) => {
      const problem = keyFormat(a) ?? keyFormat(b);
      return outcome(problem === undefined, problem ?? "AES128 16 bytes, RC4 16 or more");
    }),
  },
  {
    title: "Apply parameters on mapping gateway",
    behaviours: ["RTP-153"],
    check: ({ mappingSide }) => (mappingSide === undefined ? incomplete("verify on the mapping side too") : applied(mappingSide)),
  },
  {
    title: "Apply parameters on routing gateway",
    behaviours: ["RTP-154"],
    check: onBoth((a, b) => {
      const same = compareSettings(a.saved, b.saved) === "match";
      return same ? applied(b) : outcome(false, `${b.name} does not carry the values of ${a.name}: copy them, do not retype`);
    }),
  },
  {
    title: "Restart media relay if required",
    behaviours: ["RTP-155"],
    check: onBoth((a, b) => {
      const waiting = [a, b].filter(isPending).map((side) => side.name);
      return outcome(
        waiting.length === 0,
        waiting.length === 0 ? "started after the last change" : `restart the media relay of ${waiting.join(" and ")}`,
      );
    }),
  },
  { title: "Test with a call", behaviours: ["RTP-156"], check: testCall },
  { title: "Monitor CPU usage", behaviours: ["RTP-157"], check: load },
  { title: "Document configuration", behaviours: ["RTP-158"], check: documented },
];

/** The guide's nine-item go-live checklist, in its order (RTP-149 to RTP-158). */
export function goLiveChecklist(facts: ChecklistFacts): readonly ChecklistItem[] {
  return CHECKS.map(({ title, behaviours, check }, index) => ({ number: index + 1, title, behaviours, ...check(facts) }));
}

/** Passed only when all nine items passed; one side alone is incomplete (RTP-149). */
export function checklistState(items: readonly ChecklistItem[]): ChecklistState {
  if (items.some((item) => item.state === "failed")) return "failed";
  return items.some((item) => item.state === "incomplete") ? "incomplete" : "passed";
}
