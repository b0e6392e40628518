import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SippOptions } from "../src";

/** The header that SIPp 3.6.1 writes for its scenario `uac`. */
export const HEADER = readFileSync(join(__dirname, "statistics-header.txt"), "latin1").trimEnd();

/** A line under {@link HEADER}: zeros and `columns`. */
export function statisticsLine(columns: Readonly<Record<string, string | number>> = {}): string {
  const values = HEADER.split(";").map((name) => {
    if (name in columns) return String(columns[name]);
    if (/^(ElapsedTime)/.test(name)) return "00:00:00";
    if (/^(ResponseTime|CallLength)\w*\([PC]\)$/.test(name)) return "00:00:00:000000";
    if (/Time$/.test(name)) return "2026-01-31\t09:00:00.000000\t1769850000.000000";
    return name === "" ? "" : "0";
  });
  return values.join(";");
}

/** A whole statistics file of lines with `columns`. */
export function statisticsFile(...lines: readonly Readonly<Record<string, string | number>>[]): string {
  return [HEADER, ...lines.map((columns) => statisticsLine(columns))].map((line) => `${line}\n`).join("");
}

/** What the stand-in for SIPp is to do. */
export interface FakePlan {
  readonly exitCode?: number;
  readonly exitCodeOnSignal?: number;
  readonly runMs?: number;
  readonly stderr?: string;
  readonly log?: string;
  readonly stdoutBytes?: number;
  readonly statistics?: string;
  readonly ignore?: readonly string[];
  readonly killSelf?: boolean;
  readonly recordTo?: string;
}

/** Options that run the stand-in instead of SIPp. */
export function fakeSipp(plan: FakePlan, options: Partial<SippOptions> = {}): SippOptions {
  return {
    scenario: { builtIn: "uac" },
    remote: "192.0.2.1:5060",
    launcher: [process.execPath, join(__dirname, "fake-sipp.cjs")],
    environment: { ...process.env, FAKE_SIPP: JSON.stringify(plan) },
    ...options,
  };
}

/** A folder for one test, removed with `using`. */
export function temporaryFolder(): { readonly path: string; [Symbol.dispose](): void } {
  const path = mkdtempSync(join(tmpdir(), "sipp-wrapper-test-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
