import { readFileSync } from "node:fs";

/** Clock ticks a second in /proc, on every Linux that Node runs on (sysconf(_SC_CLK_TCK)). */
const TICKS_PER_SECOND = 100;

/** Processor time that a process has used, user and system, in milliseconds. Resolution 10 ms. Linux only. */
export function cpuMs(pid: number): number {
  // The second field, the name, may hold spaces: what follows it begins after the last parenthesis, with field 3.
  const text = readFileSync(`/proc/${pid}/stat`, "latin1");
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / TICKS_PER_SECOND;
}

/** Memory of a process that is in RAM, in megabytes. Linux only. */
export function residentMb(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"));
  return Number(line?.[1] ?? 0) / 1_024;
}
