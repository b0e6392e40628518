import { SwitchError, failed, success, type Result } from "../base";
import type { Files } from "../ports";
import { PARAMETERS } from "./catalogue";
import { fingerprint, type SecretFingerprint } from "./fingerprint";
import { findParameter } from "./lookup";
import type { ParameterDefinition, ParameterFailure, ParameterService, ParameterValue } from "./types";
import { describeRange, validateParameter, validateTogether } from "./validate";

/** Values by name; a name that is absent has its default. */
export type ParameterValues = Readonly<Record<string, ParameterValue>>;

/** A parameter as an operator sees it: a secret only by its fingerprint. */
export interface ParameterReport {
  readonly name: string;
  readonly saved: number | string | SecretFingerprint;
  /** What the service works with: what was saved when it started; what is saved, for a parameter that needs no restart. */
  readonly running: number | string | SecretFingerprint;
  readonly pendingRestart: boolean;
  readonly service: ParameterService;
  readonly default: number | string;
  readonly range: string;
  readonly unit: string;
  readonly path: string;
  readonly section: string | undefined;
  readonly source: string;
  readonly description: string;
  readonly isActedOn: boolean;
}

export interface ParameterStoreOptions {
  readonly files: Files;
  /** The switch's data folder; `parameters.json` and `running-<service>.json` lie in it. */
  readonly folder: string;
  /** The configuration's `parameters:`; an edit that was saved later outranks it. */
  readonly initial?: ParameterValues;
}

type RestartedService = Exclude<ParameterService, "none">;

/**
 * Saved parameters and, for each service, the ones that it runs with.
 *
 * Saving changes nothing in a service that has to be restarted for it (RTP-060): `start` takes the snapshot that the service then works
 * with. Several processes may hold a store over one folder: edits are read again by `start` and `refresh`, and the snapshots are files.
 */
export class ParameterStore {
  private edits: Record<string, ParameterValue> = {};
  private readonly initial: ParameterValues;
  private readonly snapshots = new Map<RestartedService, ParameterValues>();

  /** @throws {SwitchError} `PARAMETER_FILE_BROKEN`; or the code of the failure when `initial` has a bad name or value. */
  constructor(private readonly options: ParameterStoreOptions) {
    this.initial = readAll(options.initial ?? {}, "the configuration's parameters");
    this.refresh();
    const together = validateTogether((name) => Number(this.saved(name)));
    if (!together.ok) throw new SwitchError(together.failure.code, together.failure.message);
  }

  /** The value that is saved. @throws {SwitchError} `PARAMETER_UNKNOWN`. */
  saved(name: string): ParameterValue {
    const parameter = known(name);
    return this.edits[parameter.name] ?? this.initial[parameter.name] ?? parameter.default;
  }

  /** The value in force: of the snapshot for a parameter that needs a restart, the saved one otherwise. */
  running(name: string): ParameterValue {
    const parameter = known(name);
    if (parameter.service === "none") return this.saved(name);
    return this.snapshots.get(parameter.service)?.[parameter.name] ?? this.saved(name);
  }

  /** {@link running} of a parameter that is a number. */
  number(name: string): number {
    return Number(this.running(name));
  }

  /** Saves one value; the previous one stays when it is refused. */
  save(name: string, input: ParameterValue): Result<ParameterReport, ParameterFailure> {
    const found = findParameter(name);
    if (!found.ok) return found;
    const value = validateParameter(found.value, input);
    if (!value.ok) return value;
    this.refresh();
    const changed = { ...this.edits, [found.value.name]: value.value };
    const together = validateTogether((other) => Number(changed[other] ?? this.initial[other] ?? known(other).default));
    if (!together.ok) return failed(together.failure);
    this.options.files.replace(
      this.path("parameters.json"),
      Buffer.from(`${JSON.stringify({ values: changed }, undefined, 2)}\n`),
    );
    this.edits = changed;
    return success(this.report(found.value));
  }

  /** Takes the snapshot that `service` works with from now on. */
  start(service: RestartedService): void {
    this.refresh();
    const values: Record<string, ParameterValue> = {};
    const shown: Record<string, unknown> = {};
    for (const parameter of PARAMETERS) {
      if (parameter.service !== service) continue;
      const value = this.saved(parameter.name);
      values[parameter.name] = value;
      shown[parameter.name] = visible(parameter, value);
    }
    this.snapshots.set(service, values);
    const bytes = Buffer.from(`${JSON.stringify({ values: shown }, undefined, 2)}\n`);
    this.options.files.replace(this.path(`running-${service}.json`), bytes);
  }

  /** Reads again what another process may have saved. */
  refresh(): void {
    const path = this.path("parameters.json");
    this.edits = this.options.files.exists(path) ? readAll(readValues(this.options.files, path), path) : {};
  }

  /** Every parameter as an operator sees it. */
  list(): readonly ParameterReport[] {
    this.refresh();
    return PARAMETERS.map((parameter) => this.report(parameter));
  }

  /** One parameter as an operator sees it. */
  describe(name: string): Result<ParameterReport, ParameterFailure> {
    const found = findParameter(name);
    return found.ok ? success(this.report(found.value)) : found;
  }

  /** Services that run with something else than what is saved. */
  pendingRestart(): readonly RestartedService[] {
    const services = this.list().filter((report) => report.pendingRestart);
    return [...new Set(services.map((report) => report.service))].filter((service) => service !== "none");
  }

  private report(parameter: ParameterDefinition): ParameterReport {
    const saved = visible(parameter, this.saved(parameter.name));
    const running = this.visibleRunning(parameter) ?? saved;
    return {
      name: parameter.name,
      saved,
      running,
      pendingRestart: JSON.stringify(saved) !== JSON.stringify(running),
      service: parameter.service,
      default: parameter.default,
      range: describeRange(parameter.type),
      unit: parameter.unit,
      path: parameter.path,
      section: parameter.section,
      source: parameter.source,
      description: parameter.description,
      isActedOn: parameter.isActedOn,
    };
  }

  /** What the service's own process wrote down when it started: it may be another process than this one. */
  private visibleRunning(parameter: ParameterDefinition): ParameterReport["running"] | undefined {
    if (parameter.service === "none") return undefined;
    const path = this.path(`running-${parameter.service}.json`);
    if (!this.options.files.exists(path)) return undefined;
    return readValues(this.options.files, path)[parameter.name];
  }

  private path(name: string): string {
    return `${this.options.folder}/${name}`;
  }
}

function known(name: string): ParameterDefinition {
  const found = findParameter(name);
  if (!found.ok) throw new SwitchError(found.failure.code, found.failure.message);
  return found.value;
}

function visible(parameter: ParameterDefinition, value: ParameterValue): number | string | SecretFingerprint {
  return parameter.secret === true ? fingerprint(String(value)) : value;
}

function readAll(values: ParameterValues, where: string): Record<string, ParameterValue> {
  const read: Record<string, ParameterValue> = {};
  for (const [name, input] of Object.entries(values)) {
    const found = findParameter(name);
    const value = found.ok ? validateParameter(found.value, input) : found;
    if (!found.ok) throw new SwitchError(found.failure.code, `${where}: ${found.failure.message}`);
    if (!value.ok) throw new SwitchError(value.failure.code, `${where}: ${value.failure.message}`);
    read[found.value.name] = value.value;
  }
  return read;
}

function readValues(files: Files, path: string): Record<string, ParameterValue> {
  try {
    const content = JSON.parse(files.read(path).toString("utf8")) as { values?: Record<string, ParameterValue> };
    if (typeof content.values === "object") return content.values;
  } catch (cause) {
    throw new SwitchError("PARAMETER_FILE_BROKEN", `${path} is not readable as JSON; mend it or remove it`, { path }, cause);
  }
  throw new SwitchError("PARAMETER_FILE_BROKEN", `${path} has no "values"; mend it or remove it`, { path });
}
