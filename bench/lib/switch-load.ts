import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { runSipp, SCENARIO_FOLDER, SippError, startSipp, type SippResult, type SippRun } from "../../simulators/sipp-wrapper/src";

/** Loopback addresses of this run alone. */
const NET = `127.62.${1 + (process.pid % 250)}`;
export const CALLER = `${NET}.2`;
export const CALLED = `${NET}.3`;
export const SWITCH = `${NET}.1`;

/** The switch has one processor for itself, both SIPp share the other, so that neither takes time from the other. */
export const SWITCH_PROCESSOR = "1";
const SIPP_PROCESSOR = "0";

/** How long a call lasts. */
export const CALL_SECONDS = 0.5;

/** Without the 4 s in which a packaged scenario absorbs retransmissions: on loopback none come, and it would hold 4 s of calls. */
const withoutTimeWait = (scenario: string): string =>
  readFileSync(join(SCENARIO_FOLDER, scenario), "latin1").replace(/<timewait [^>]*>/, "");

/** SIPp's own receive buffers of 64 KB hold a few dozen messages: what it lost would look like the switch's failure. */
const BUFFERS = ["-buff_size", "4194304"];

/** Words before a command that keep it on one processor; none where there is only one. */
export const pinned = (processor: string): readonly string[] => (availableParallelism() > 1 ? ["taskset", "-c", processor] : []);

/** The vendor: rings, answers and waits for the end. */
export const startVendor = (): SippRun => startCarrier("uas.xml", CALLED);

/** A packaged scenario for the called side, at an address of its own. */
export function startCarrier(scenario: string, localAddress: string): SippRun {
  return startSipp({
    scenario: { xml: withoutTimeWait(scenario) },
    localAddress,
    localPort: 5060,
    calls: 10_000_000,
    timeoutSeconds: 900,
    launcher: pinned(SIPP_PROCESSOR),
    extraArguments: BUFFERS,
  });
}

/** Calls from the customer at an even rate; failed calls are part of the result. */
export async function callAt(rate: number, seconds: number, address: string): Promise<SippResult> {
  const running = runSipp({
    scenario: { named: "uac" },
    remote: `${address}:5060`,
    localAddress: CALLER,
    calls: rate * seconds,
    callsPerSecond: rate,
    // Nothing but a full table may hold SIPp back.
    maxConcurrentCalls: 20_000,
    callLengthMs: CALL_SECONDS * 1_000,
    service: "442079460123",
    keys: { caller: "442079460100" },
    timeoutSeconds: seconds + 40,
    launcher: pinned(SIPP_PROCESSOR),
    extraArguments: BUFFERS,
  });
  try {
    return await running;
  } catch (error) {
    if (error instanceof SippError && error.result !== undefined) return error.result;
    throw error;
  }
}

/** A switch between the two. `media` is SS_MEDIAPROXYMODE: 0 for signalling alone, 3 for every call's media through the switch. */
export function configuration(folder: string, media: 0 | 3, extra: object = {}): object {
  return {
    name: "bench",
    data: folder,
    sip: { listen: [{ address: SWITCH, port: 5060, transports: ["udp"] }] },
    media: { address: SWITCH },
    parameters: { SS_MEDIAPROXYMODE: media },
    traceMessages: 0,
    mappingGateways: [{ name: "customer", address: CALLER }],
    routingGateways: [{ name: "vendor", address: CALLED, prefixes: ["44"] }],
    ...extra,
  };
}
