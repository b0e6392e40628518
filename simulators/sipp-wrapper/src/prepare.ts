import { accessSync, constants, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { PreparedFiles } from "./command-line";
import { SippError } from "./errors";
import type { SippInjection, SippOptions, SippScenario } from "./options";
import type { Workspace } from "./workspace";

/** The word that {@link SippMedia.pcap} or {@link SippMedia.rtpStream} replaces: SIPp itself takes no keyword in these places. */
const MEDIA_WORD = "[media_file]";

/** Where the scenarios of this package are. */
export const SCENARIO_FOLDER = join(__dirname, "..", "scenarios");

/**
 * Writes what SIPp is to read into the run's folder and makes sure that the rest can be read, so that a missing file is told
 * from a failed call: SIPp's exit code is 1 for both.
 *
 * @throws {SippError} `SIPP_SCENARIO_MISSING`, `SIPP_FILE_MISSING`, `SIPP_OPTION_INVALID`.
 */
export function prepareFiles(options: SippOptions, workspace: Workspace): PreparedFiles {
  const scenarioFile = prepareScenario(options, workspace);
  return {
    folder: workspace.folder,
    injectionFiles: (options.injections ?? []).map((injection, index) => prepareInjection(injection, index, workspace)),
    ...(scenarioFile === undefined ? {} : { scenarioFile }),
  };
}

function prepareScenario(options: SippOptions, workspace: Workspace): string | undefined {
  if ("builtIn" in options.scenario) return undefined;
  const { path, text } = scenarioText(options.scenario);
  if (!text.includes(MEDIA_WORD)) return path ?? workspace.write("scenario.xml", text);
  return workspace.write("scenario.xml", text.replaceAll(MEDIA_WORD, mediaArgument(options)));
}

function scenarioText(scenario: Exclude<SippScenario, { builtIn: string }>): { path?: string; text: string } {
  if ("xml" in scenario) return { text: scenario.xml };
  const path = "named" in scenario ? join(SCENARIO_FOLDER, `${scenario.named}.xml`) : resolve(scenario.file);
  try {
    return { path, text: readFileSync(path, "latin1") };
  } catch (cause) {
    throw new SippError("SIPP_SCENARIO_MISSING", `the scenario file ${path} cannot be read`, { cause });
  }
}

function mediaArgument(options: SippOptions): string {
  const { pcap, rtpStream } = options.media ?? {};
  if (pcap !== undefined) return readable(pcap, "media.pcap");
  if (rtpStream === undefined) {
    throw new SippError("SIPP_OPTION_INVALID", `the scenario says ${MEDIA_WORD}: give media.pcap or media.rtpStream`);
  }
  return [readable(rtpStream.file, "media.rtpStream.file"), rtpStream.loops ?? 1, rtpStream.payloadType ?? 8].join(",");
}

function prepareInjection(injection: SippInjection, index: number, workspace: Workspace): string {
  if ("file" in injection) return readable(injection.file, "injections");
  const lines = [injection.order, ...injection.rows.map((row) => `${row.join(";")};`)];
  return workspace.write(`injection-${index}.csv`, `${lines.join("\n")}\n`);
}

function readable(file: string, option: string): string {
  const path = resolve(file);
  try {
    accessSync(path, constants.R_OK);
  } catch (cause) {
    throw new SippError("SIPP_FILE_MISSING", `option ${option}: the file ${path} cannot be read`, { cause });
  }
  return path;
}
