import type { SippErrorCode } from "./errors";
import type { SippOutcome } from "./result";
import type { SippStatistics } from "./statistics";

/** What the process left behind. */
export interface ProcessEnd {
  readonly exitCode: number | undefined;
  readonly exitSignal: NodeJS.Signals | undefined;
  readonly stderr: string;
  /** SIPp's log of unexpected messages. */
  readonly errors: string;
  readonly statistics: SippStatistics | undefined;
  /** `stop()` was called or the abort signal fired. */
  readonly stopped: boolean;
  /** SIPp outlived its own time limit and had to be ended. */
  readonly overdue: boolean;
}

export interface Verdict {
  readonly outcome: SippOutcome;
  readonly code?: SippErrorCode;
  readonly message: string;
}

/**
 * What SIPp says on stderr before it gives up. Its exit codes alone do not tell: 1 is a failed call, a missing file and a bad
 * option alike, 255 any fatal error (seen with 3.6.1 and 3.7.3). Most particular first.
 */
const COMPLAINTS: readonly { readonly says: RegExp; readonly outcome: SippOutcome; readonly code: SippErrorCode }[] = [
  {
    says: /command not found|(?:failed to execute|exec of) .*(?:No such file|not found)/,
    outcome: "notInstalled",
    code: "SIPP_NOT_INSTALLED",
  },
  { says: /timed out after '[\d.]+' seconds/, outcome: "timeout", code: "SIPP_TIMEOUT" },
  {
    says: /Unable to bind|Address already in use|Cannot assign requested address/,
    outcome: "bindFailure",
    code: "SIPP_BIND_FAILED",
  },
  { says: /Invalid default scenario name/, outcome: "missingScenario", code: "SIPP_SCENARIO_MISSING" },
  {
    says: /Can't open PCAP|Cannot (?:read|read\/cache rtpstream) file|Unable to open file/,
    outcome: "missingFile",
    code: "SIPP_FILE_MISSING",
  },
  {
    says: /remote peer (?:error|probably closed)|Unknown remote host|Unable to connect|Connection refused/,
    outcome: "unreachable",
    code: "SIPP_REMOTE_UNREACHABLE",
  },
  {
    says: /Unable to load or parse|Unsupported keyword|xml scenario file|is referenced \d+ times|in scenario|missing the required|Could not reference|Scenario command not|Invalid XML|Unknown element|cannot use|Syntax error/i,
    outcome: "badScenario",
    code: "SIPP_SCENARIO_INVALID",
  },
  {
    says: /Invalid argument|Missing argument|No injection file|Missing remote host|Invalid (?:limit|rate|users|bool)/,
    outcome: "badOption",
    code: "SIPP_OPTION_INVALID",
  },
];

/** Says how a run ended, from the exit code, the statistics and the complaints together. */
export function judge(end: ProcessEnd): Verdict {
  if (end.overdue) return { outcome: "timeout", code: "SIPP_TIMEOUT", message: "SIPp outlived its time limit and was ended" };
  if (end.exitSignal !== undefined && !end.stopped) {
    return { outcome: "killed", code: "SIPP_KILLED", message: `SIPp was ended by ${end.exitSignal}` };
  }
  const failures = end.statistics?.failedCalls ?? 0;
  if (end.exitCode === 0 || end.exitSignal !== undefined) return failures > 0 ? callsFailed(end) : goodEnd(end);
  if (end.exitCode === 1 && failures > 0) return callsFailed(end);
  const complaint = complaintIn(end.stderr);
  if (complaint !== undefined) return complaint;
  if (end.stopped) return failures > 0 ? callsFailed(end) : goodEnd(end);
  if (end.exitCode === 97 || end.exitCode === 99) {
    return { outcome: "noCalls", code: "SIPP_NO_CALLS", message: "SIPp ended before it had handled a call" };
  }
  return { outcome: "fatal", code: "SIPP_FATAL", message: `SIPp ended with exit code ${end.exitCode}: ${lastLine(end.stderr)}` };
}

function goodEnd(end: ProcessEnd): Verdict {
  return end.stopped
    ? { outcome: "stopped", message: "stopped, no call failed" }
    : { outcome: "succeeded", message: "all calls succeeded" };
}

/** So much of the first unexpected message tells what was expected and the start line of what came. */
const SHOWN_CHARACTERS = 240;

function callsFailed({ statistics, errors }: ProcessEnd): Verdict {
  const kinds = Object.entries(statistics?.failures ?? {}).filter(([, count]) => count > 0);
  const detail = kinds.map(([kind, count]) => `${kind} ${count}`).join(", ");
  const message = `${statistics?.failedCalls} of ${statistics?.createdCalls} calls failed${detail === "" ? "" : ` (${detail})`}`;
  const first = errors.split("\n").find((line) => line.includes("Aborting call"));
  const example = first === undefined ? "" : `; the first: ${withoutTimestamp(first).slice(0, SHOWN_CHARACTERS)}`;
  return { outcome: "failedCalls", code: "SIPP_CALLS_FAILED", message: `${message}${example}` };
}

function complaintIn(stderr: string): Verdict | undefined {
  for (const { says, outcome, code } of COMPLAINTS) {
    const line = stderr.split("\n").find((candidate) => says.test(candidate));
    if (line !== undefined) return { outcome, code, message: withoutTimestamp(line) };
  }
  return undefined;
}

const lastLine = (text: string): string => withoutTimestamp(text.trimEnd().split("\n").at(-1) ?? "");

/** SIPp writes `date TAB time TAB epoch: text`. */
const withoutTimestamp = (line: string): string => line.replace(/^[\d-]+\s+[\d:.]+\s+[\d.]+: /, "").trim();
