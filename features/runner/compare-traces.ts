import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { formatSocketAddress, toIso } from "../../src/base";
import type { CapturedPacket, ScenarioEvidence } from "../../reports/evidence";
import { readEvidence } from "../../reports/evidence-files";

/** The evidence of each scenario in a folder, by the scenario's folder name. */
export function tracesIn(folder: string): ReadonlyMap<string, ScenarioEvidence> {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return new Map(
    names.flatMap((name) => {
      const evidence = readEvidence(join(folder, name));
      return evidence === undefined ? [] : [[name, evidence] as const];
    }),
  );
}

/** One line for each scenario whose two runs differ, with the first packet that does. */
export function compareTraces(
  first: ReadonlyMap<string, ScenarioEvidence>,
  second: ReadonlyMap<string, ScenarioEvidence>,
): readonly string[] {
  return [...first].flatMap(([name, one]) => {
    const other = second.get(name);
    if (other === undefined) return [`${name} ran only once`];
    return one.traceHash === other.traceHash ? [] : [`${name}: ${firstDifference(one.packets, other.packets)}`];
  });
}

function firstDifference(one: readonly CapturedPacket[], other: readonly CapturedPacket[]): string {
  const index = one.findIndex((packet, at) => textOf(packet) !== textOf(other[at]));
  if (index < 0) return one.length === other.length ? "the records differ" : `packet ${one.length} is there only once`;
  return `packet ${index}: ${textOf(one[index])} against ${textOf(other[index])}`;
}

function textOf(packet: CapturedPacket | undefined): string {
  if (packet === undefined) return "nothing";
  const { at, from, to, bytes, fate } = packet;
  const head = /^[\x20-\x7e]+/.exec(bytes.subarray(0, 60).toString("latin1"))?.[0] ?? bytes.subarray(0, 16).toString("hex");
  return `${toIso(at)} ${formatSocketAddress(from)} > ${formatSocketAddress(to)} ${bytes.length} bytes ${fate ?? ""} ${head}`;
}
