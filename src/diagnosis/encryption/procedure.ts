import { compareSettings } from "./compare";
import { captureVerdict, type PayloadLook } from "./payload-pattern";
import { inForce, type EncryptionSide } from "./side";

/** What an operator has found so far; what is absent has not been done yet. */
export interface ProcedureEvidence {
  readonly cdrAnswered?: boolean | undefined;
  readonly sides?: readonly [EncryptionSide, EncryptionSide] | undefined;
  /** The streams that each side emitted, from captures that overlap in time and share their SSRCs. */
  readonly looks?: { readonly a: PayloadLook; readonly b: PayloadLook; readonly audioIsClear: boolean } | undefined;
  /** Audio of a test call with mode 0 running on both sides. */
  readonly clearWithoutEncryption?: boolean | undefined;
  /** Audio of a test call after the same mode and key were set on both sides and both relays were restarted. */
  readonly clearWithMatchedEncryption?: boolean | undefined;
}

/** `stop`: the search ends here. `open`: not done yet. */
export type StepState = "passed" | "found" | "stop" | "open";

export interface ProcedureStep {
  readonly number: number;
  readonly action: string;
  readonly state: StepState;
  readonly says: string;
  readonly behaviours: readonly string[];
}

type Outcome = readonly [StepState, string];
const OPEN: Outcome = ["open", "not done yet"];

function signalling({ cdrAnswered }: ProcedureEvidence): Outcome {
  if (cdrAnswered === undefined) return OPEN;
  return cdrAnswered
    ? ["passed", "the CDR shows an answered call"]
    : ["stop", "the CDR shows no answer: not an encryption issue"];
}

function modes({ sides }: ProcedureEvidence): Outcome {
  if (sides === undefined) return OPEN;
  const [a, b] = sides;
  const [left, right] = [inForce(a).mode, inForce(b).mode];
  return left === right ? ["passed", `mode ${left} on both`] : ["found", `mode ${left} on ${a.name}, mode ${right} on ${b.name}`];
}

function keys({ sides }: ProcedureEvidence): Outcome {
  if (sides === undefined) return OPEN;
  const [a, b] = sides;
  return inForce(a).key === inForce(b).key
    ? ["passed", "the keys are equal byte for byte"]
    : ["found", `the keys differ: copy the key of ${a.name} to ${b.name}, do not retype it`];
}

const captured = ({ looks }: ProcedureEvidence): Outcome =>
  looks === undefined ? OPEN : ["passed", "captured on both sides at once"];

function patterns({ looks, sides }: ProcedureEvidence): Outcome {
  if (looks === undefined) return OPEN;
  const configured = sides === undefined ? undefined : compareSettings(inForce(sides[0]), inForce(sides[1]));
  const verdict = captureVerdict(looks.a, looks.b, looks.audioIsClear, configured);
  return [verdict === "healthy" || verdict === "notEncrypted" ? "passed" : "found", verdict];
}

function disabled({ clearWithoutEncryption: clear }: ProcedureEvidence): Outcome {
  if (clear === undefined) return OPEN;
  return clear
    ? ["found", "clear without encryption: encryption is the cause"]
    : ["stop", "still not clear without encryption: encryption is not the cause"];
}

function enabled({ clearWithMatchedEncryption: clear }: ProcedureEvidence): Outcome {
  if (clear === undefined) return OPEN;
  return clear ? ["passed", "clear with matched encryption"] : ["found", "not clear: compare what both relays run"];
}

const STEPS: readonly (readonly [string, string, (evidence: ProcedureEvidence) => Outcome])[] = [
  ["Verify SIP signalling: is the call answered in the CDR?", "RTP-131", signalling],
  ["Compare SS_RTPENCRYPTIONMODE on both sides", "RTP-132", modes],
  ["Copy SS_RTPENCRYPTIONKEY from one side to the other", "RTP-133", keys],
  ["Capture RTP on both switches at once", "RTP-134", captured],
  ["Compare the payload patterns of what each side emitted", "RTP-135", patterns],
  ["Set mode 0 on both sides and test", "RTP-136", disabled],
  ["Set the same mode and key on both, restart both relays and test", "RTP-137", enabled],
];

/** The guide's seven steps, each with what the evidence says; nothing after a step that stops the search is asked for. */
export function diagnosisProcedure(evidence: ProcedureEvidence): readonly ProcedureStep[] {
  const steps: ProcedureStep[] = [];
  for (const [action, behaviour, judge] of STEPS) {
    const [state, says] = judge(evidence);
    steps.push({ number: steps.length + 1, action, state, says, behaviours: [behaviour] });
    if (state === "stop") break;
  }
  return steps;
}

/** The guide's short form (RTP-141): CDR answered, mode and key equal, compare captures, mode 0 on both. */
export function shortProcedure(evidence: ProcedureEvidence): readonly ProcedureStep[] {
  const whole = diagnosisProcedure(evidence);
  const [answered, mode, key, , pattern, off] = whole;
  return [answered, combined(mode, key), pattern, off]
    .filter((step) => step !== undefined)
    .map((step, index) => ({ ...step, number: index + 1, behaviours: ["RTP-141"] }));
}

/** Modes and keys are one step of the short form: whichever differs speaks. */
function combined(mode: ProcedureStep | undefined, key: ProcedureStep | undefined): ProcedureStep | undefined {
  if (mode === undefined || key === undefined) return mode;
  const speaks = mode.state === "passed" ? key : mode;
  return { ...speaks, action: "Compare mode and key on both sides; copy, do not retype" };
}
