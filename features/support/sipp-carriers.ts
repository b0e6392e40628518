import assert from "node:assert/strict";
import { CARRIER_LOGIN } from "../../simulators/carrier";
import type { CallRecord } from "../../src/cdr";
import type { RoutingGatewaySettings } from "./stages/lab-settings";

/** Longer than the slow carrier's six seconds to ringing, shorter than its ten to an answer and than the late carrier's 8.3. */
export const TIMER_B_MS = 7_000;
/** A busy machine with thirty processes; our choice. */
const LATE_MS = 1_500;

type Attempts = readonly (readonly [gateway: "it" | "beta", status: number | undefined, outcome: string])[];

/** One carrier of SIPp as the first vendor of its own numbers, before a good one, and what becomes of calls to them. */
export interface SippCarrier {
  readonly name: string;
  /** Its file in simulators/sipp-wrapper/scenarios/carriers; undefined where the file would take too long. */
  readonly file: string | undefined;
  /** More of its gateway. */
  readonly gateway?: Partial<RoutingGatewaySettings>;
  /** Calls at once; one when absent. */
  readonly calls?: number;
  /** The caller gives up while it rings. */
  readonly cancels?: boolean;
  /** How the attempts of its calls end, each way so often. */
  readonly ends: readonly (readonly [times: number, attempts: Attempts])[];
  /** Milliseconds at the carrier, of a call that leaves it. */
  readonly leavesAfterMs?: number;
}

const kept: Attempts = [["it", 200, "answered"]];
const left = (status: number, outcome = "refused"): Attempts => [
  ["it", status, outcome],
  ["beta", 200, "answered"],
];
const silent: Pick<SippCarrier, "ends" | "leavesAfterMs"> = { ends: [[1, left(408, "timeout")]], leavesAfterMs: TIMER_B_MS };

/** The carriers that SIPp plays; `flapping` twice, since its file works for its first minute. */
export const SIPP_CARRIERS: readonly SippCarrier[] = [
  {
    name: "503 storm",
    file: "503-storm",
    calls: 10,
    ends: [
      [1, kept],
      [9, left(503)],
    ],
  },
  { name: "Retry-After", file: "retry-after", ends: [[1, left(503)]] },
  { name: "100 then silence", file: "100-then-silence", ...silent },
  { name: "dead", file: "dead", ...silent },
  { name: "busy after 183", file: "busy-after-183", ends: [[1, left(486)]], leavesAfterMs: 2_200 },
  { name: "503 after ringing", file: "503-after-ringing", ends: [[1, left(503)]], leavesAfterMs: 1_200 },
  { name: "200 racing CANCEL", file: "200-racing-cancel", cancels: true, ends: [[1, [["it", undefined, "cancelled"]]]] },
  { name: "late 200", file: "late-200", ...silent },
  { name: "slow", file: "slow", ends: [[1, kept]] },
  { name: "flapping, up", file: "flapping", ends: [[1, kept]] },
  { name: "flapping, down", file: undefined, ...silent },
  {
    name: "two lines",
    file: "two-lines",
    calls: 3,
    ends: [
      [2, kept],
      [1, left(503)],
    ],
  },
  { name: "wants tech prefix", file: "wants-tech-prefix", ends: [[1, left(404)]] },
  { name: "wants tech prefix, and gets it", file: "wants-tech-prefix", gateway: { gatewayPrefix: "99" }, ends: [[1, kept]] },
  { name: "asks for a password", file: "asks-for-a-password", gateway: CARRIER_LOGIN, ends: [[1, kept]] },
  {
    name: "asks for a password, gets another",
    file: "asks-for-a-password",
    gateway: { ...CARRIER_LOGIN, password: "Thames-2" },
    ends: [[1, left(401)]],
  },
  { name: "nonce too old", file: "nonce-too-old", gateway: CARRIER_LOGIN, ends: [[1, kept]] },
];

const prefixOf = (index: number): string => `44${String(10 + index)}`;

/** A number of the carrier in this place. */
export const numberOf = (index: number): string => `${prefixOf(index)}79460123`;

/** The gateways: one for each carrier, and the good vendor behind them all. */
export const carrierGateways = (carriers: readonly SippCarrier[]): readonly Omit<RoutingGatewaySettings, "peer">[] => [
  ...carriers.map(({ gateway }, index) => ({
    name: `it${index}`,
    prefixes: [prefixOf(index)],
    switchUntilConnect: true,
    timerB: `${TIMER_B_MS}ms`,
    ...gateway,
  })),
  { name: "beta", prefixes: ["44"] },
];

/** Records of calls to the carrier in this place, oldest first. */
export const recordsOf = (records: readonly CallRecord[], index: number): readonly CallRecord[] =>
  records.filter(({ callee }) => callee === numberOf(index)).sort((a, b) => a.startedAt - b.startedAt);

/** How the attempts of a call ended, its carrier called "it". */
export const attemptsOf = ({ attempts }: CallRecord, index: number): Attempts =>
  attempts.map(({ gateway, status, outcome }) => [gateway === `it${index}` ? "it" : (gateway as "beta"), status, outcome]);

/** The first calls to the carrier in this place ended as they have to. */
export function assertEnded(
  { ends, calls = 1, leavesAfterMs }: SippCarrier,
  records: readonly CallRecord[],
  index: number,
): void {
  const own = recordsOf(records, index).slice(0, calls);
  const found = own.map((record) => JSON.stringify(attemptsOf(record, index))).sort();
  const wanted = ends.flatMap(([times, attempts]) => Array.from({ length: times }, () => JSON.stringify(attempts))).sort();
  assert.deepEqual(found, wanted);
  if (leavesAfterMs === undefined) return;
  const took = own[0]?.attempts[0]?.elapsedMs ?? 0;
  assert.ok(took >= leavesAfterMs - 10 && took < leavesAfterMs + LATE_MS, `${took} ms at the carrier`);
}
