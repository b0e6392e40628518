import { SippError } from "./errors";
import type { SippInjection, SippOptions } from "./options";

/**
 * Refuses options that SIPp would misread or that would leave the run without a bound.
 *
 * @throws {SippError} `SIPP_OPTION_INVALID` naming the option.
 */
export function checkOptions(options: SippOptions): void {
  whole("localPort", options.localPort, 1, 65_535);
  whole("calls", options.calls, 1, 0x7fffffff);
  whole("maxConcurrentCalls", options.maxConcurrentCalls, 1, 0x7fffffff);
  whole("maxSockets", options.maxSockets, 1, 1_000_000);
  whole("callLengthMs", options.callLengthMs, 0, 0x7fffffff);
  whole("timeoutSeconds", options.timeoutSeconds, 1, 1_000_000);
  whole("receiveTimeoutMs", options.receiveTimeoutMs, 1, 0x7fffffff);
  whole("maxRetransmissions", options.maxRetransmissions, 0, 1_000);
  whole("maxLogBytes", options.maxLogBytes, 1, 0x7fffffff);
  whole("media.port", options.media?.port, 1_024, 65_532);
  whole("media.rtpStream.payloadType", options.media?.rtpStream?.payloadType, 0, 127);
  whole("media.rtpStream.loops", options.media?.rtpStream?.loops, -1, 1_000_000);
  const rate = options.callsPerSecond;
  if (rate !== undefined && !(rate > 0 && rate <= 100_000)) {
    throw invalid("callsPerSecond", `${rate} is not above 0 and at most 100000`);
  }
  for (const injection of options.injections ?? []) checkInjection(injection);
  checkWords(options);
}

function whole(name: string, value: number | undefined, low: number, high: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= low && value <= high)) return;
  throw invalid(name, `${value} is not a whole number in ${low}..${high}`);
}

function checkInjection(injection: SippInjection): void {
  if ("file" in injection) return;
  if (injection.rows.length === 0) throw invalid("injections", "there are no rows");
  for (const field of injection.rows.flat()) {
    if (/[;\r\n]/.test(field)) throw invalid("injections", `"${field}" holds a ";" or a line break, which ends a field`);
  }
}

/** A value that begins with "-" would be read as an option. */
function checkWords(options: SippOptions): void {
  const words = { remote: options.remote, localAddress: options.localAddress, service: options.service };
  for (const [name, word] of Object.entries(words)) {
    if (word !== undefined && (word === "" || word.startsWith("-"))) throw invalid(name, `"${word}" is empty or begins with "-"`);
  }
}

function invalid(option: string, reason: string): SippError {
  return new SippError("SIPP_OPTION_INVALID", `option ${option}: ${reason}`);
}
