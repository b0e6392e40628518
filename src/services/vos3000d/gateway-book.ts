import { SwitchError, failed, success, type Result } from "../../base";
import { changeGateway, type GatewayChange, type GatewayChangeFailure, type GatewayKind, type SwitchConfig } from "../../config";
import type { Files } from "../../ports";

/** Saved changes of gateways by kind and name, as they were given: the file `gateways.json` in the data folder. */
type SavedChanges = Readonly<Partial<Record<GatewayKind, Readonly<Record<string, GatewayChange>>>>>;

const KINDS: readonly GatewayKind[] = ["mappingGateways", "routingGateways"];

/**
 * The gateways of a switch as the configuration file has them and operators have changed them since.
 *
 * A change is saved in the data folder before it counts, in one step, so that a switch starts with it again. The configuration file
 * is never written. What was saved of a gateway that the file does not have any more is passed over.
 */
export class GatewayBook {
  private config: SwitchConfig;
  private saved: SavedChanges;

  /** @throws {SwitchError} `GATEWAY_FILE_BROKEN` when what was saved cannot be read or does not fit the configuration any more. */
  constructor(
    private readonly files: Files,
    configured: SwitchConfig,
  ) {
    this.config = configured;
    this.saved = this.read(this.path);
    for (const kind of KINDS) {
      for (const [name, change] of Object.entries(this.saved[kind] ?? {})) this.apply(kind, name, change);
    }
  }

  /** The configuration with all changes. */
  get current(): SwitchConfig {
    return this.config;
  }

  /** Changes one gateway and saves it; refused, everything stays as it was. */
  change(kind: GatewayKind, name: string, change: GatewayChange): Result<SwitchConfig, GatewayChangeFailure> {
    const changed = changeGateway(this.config, { kind, name, change });
    if (!changed.ok) return failed(changed.failure);
    const ofKind = this.saved[kind] ?? {};
    const saved = { ...this.saved, [kind]: { ...ofKind, [name]: combined(ofKind[name] ?? {}, change) } };
    this.files.replace(this.path, Buffer.from(`${JSON.stringify(saved, undefined, 2)}\n`));
    this.saved = saved;
    this.config = changed.value;
    return success(changed.value);
  }

  /** Takes over calendars, rates and accounts, which are not kept here. */
  takeRating({ workCalendars, rateTables, periodRates, accounts, rateGroups }: SwitchConfig): void {
    this.config = { ...this.config, workCalendars, rateTables, periodRates, accounts, rateGroups };
  }

  private apply(kind: GatewayKind, name: string, change: GatewayChange): void {
    const changed = changeGateway(this.config, { kind, name, change });
    if (changed.ok) this.config = changed.value;
    else if (changed.failure.code !== "GATEWAY_UNKNOWN") throw broken(this.path, changed.failure.message);
  }

  private read(path: string): SavedChanges {
    if (!this.files.exists(path)) return {};
    try {
      const content: unknown = JSON.parse(this.files.read(path).toString("utf8"));
      if (typeof content === "object" && content !== null) return content;
    } catch (cause) {
      throw broken(path, "it is not readable as JSON", cause);
    }
    throw broken(path, "it holds no changes");
  }

  private get path(): string {
    return `${this.config.data}/gateways.json`;
  }
}

const isValues = (value: unknown): value is GatewayChange => typeof value === "object" && value !== null && !Array.isArray(value);

/** An earlier change and a later one as one change. */
function combined(earlier: GatewayChange, later: GatewayChange): GatewayChange {
  const both = Object.entries(later).map(([key, value]) => {
    const before = earlier[key];
    return [key, isValues(before) && isValues(value) ? combined(before, value) : value] as const;
  });
  return { ...earlier, ...Object.fromEntries(both) };
}

function broken(path: string, why: string, cause?: unknown): SwitchError {
  return new SwitchError("GATEWAY_FILE_BROKEN", `${path}: ${why}; mend it or remove it`, { path }, cause);
}
