import { fromDate, SwitchError, toIso } from "../../base";
import { isRatingKind, withoutPassword, type GatewayKind, type RatingChange, type SwitchConfig } from "../../config";
import type { Files } from "../../ports";
import type { ControlHandler } from "../control";
import { accountCommands } from "./account-commands";
import { ShiftedClock } from "./shifted-clock";
import type { Vos3000d } from "./vos3000d";

type Values = Readonly<Record<string, unknown>>;

function text(values: Values, name: string): string {
  const value = values[name];
  if (typeof value === "string" || typeof value === "number") return String(value);
  throw new SwitchError("CONTROL_BAD_REQUEST", `"${name}" is missing`);
}

function kindOf(values: Values): GatewayKind {
  const kind = values.kind ?? "routingGateways";
  if (kind === "routingGateways" || kind === "mappingGateways") return kind;
  throw new SwitchError("CONTROL_BAD_REQUEST", '"kind" is "routingGateways" or "mappingGateways"');
}

function changeOf({ change }: Values): Values {
  if (typeof change === "object" && change !== null && !Array.isArray(change)) return change as Values;
  throw new SwitchError("CONTROL_BAD_REQUEST", '"change" is missing: new values by key');
}

function ratingChangeOf({ kind, name, change }: Values): RatingChange {
  const isChange = change === null || (typeof change === "object" && !Array.isArray(change));
  if (typeof kind === "string" && isRatingKind(kind) && typeof name === "string" && isChange)
    return { kind, name, values: change as RatingChange["values"] };
  throw new SwitchError(
    "CONTROL_BAD_REQUEST",
    '"kind" is workCalendars, rateTables, periodRates, accounts or rateGroups, "name" a name, and "change" new values by key, or null to take it away',
  );
}

/** Calendars, tables, period rates and accounts, without the rates themselves. */
const ratingOf = ({ workCalendars, rateTables, periodRates, accounts, rateGroups, timeZone }: SwitchConfig): object => ({
  ...{ timeZone, workCalendars, periodRates, accounts, rateGroups },
  rateTables: rateTables.map(({ name, file }) => ({ name, file })),
});

/** The file itself, or where it lies on the switch's disk. */
function rateFile(values: Values, files: Files): Buffer {
  return typeof values.csv === "string" ? Buffer.from(values.csv) : files.read(text(values, "path"));
}

/** What a control channel can ask of the signalling service. */
export function controlHandlers(service: Vos3000d): Readonly<Record<string, ControlHandler>> {
  const { parameters, ports, records } = service.options;
  return {
    status: () => service.status(),
    leaks: () => service.leaks(),
    calls: () => service.b2bua.currentCalls(),
    release: (values) => ({ released: service.b2bua.release(text(values, "id")) }),
    gateways: () => {
      const { mappingGateways, routingGateways } = service.gateways.current;
      return { mappingGateways, routingGateways: routingGateways.map(withoutPassword), states: service.gatewayStates() };
    },
    changeGateway: (values) => {
      const [kind, name] = [kindOf(values), text(values, "name")];
      const changed = service.changeGateway(kind, name, changeOf(values));
      if (!changed.ok) throw new SwitchError(changed.failure.code, changed.failure.message);
      const gateways: readonly { readonly name: string }[] = changed.value[kind];
      const gateway = gateways.find((each) => each.name === name);
      return gateway === undefined ? undefined : withoutPassword(gateway);
    },
    ...accountCommands(service.accounts, service.options.config, () => service.options.onConfigurationChange?.()),
    availableTime: (values) => service.availableTime({ account: text(values, "account"), callee: text(values, "callee") }),
    rating: () => ratingOf(service.gateways.current),
    changeRating: (values) => {
      const change = ratingChangeOf(values);
      const changed = service.changeRating(change);
      if (!changed.ok) throw new SwitchError(changed.failure.code, changed.failure.message);
      return ratingOf(changed.value);
    },
    importRates: async (values) => {
      const [name, file] = [text(values, "name"), typeof values.file === "string" ? values.file : "rates"];
      const changed = await service.importRates({ name, file, bytes: rateFile(values, ports.files) });
      if (!changed.ok) throw new SwitchError(changed.failure.code, changed.failure.message);
      return { name, rates: service.rating.tablesOf(changed.value).find((table) => table.name === name)?.size };
    },
    copyRates: async (values) => {
      const changed = await service.copyRates(text(values, "from"), text(values, "to"));
      if (!changed.ok) throw new SwitchError(changed.failure.code, changed.failure.message);
      return ratingOf(changed.value);
    },
    alarms: () =>
      service.alarms.list().map((alarm) => ({ ...alarm, firstAt: toIso(alarm.firstAt), lastAt: toIso(alarm.lastAt) })),
    setClock: (values) => {
      const [time, { clock }] = [Date.parse(text(values, "at")), ports];
      if (Number.isNaN(time)) throw new SwitchError("CONTROL_BAD_REQUEST", '"at" is a moment such as 2026-04-20T11:59:59.900Z');
      if (!(clock instanceof ShiftedClock))
        throw new SwitchError(
          "CONTROL_CLOCK_FIXED",
          "this switch has the machine's calendar; start it with --clock-offset 0s to set it",
        );
      clock.setWallClock(fromDate(new Date(time)));
      return { at: toIso(clock.wallClock()) };
    },
    effectiveTable: (values) => service.b2bua.gateways.rates.tableAt(text(values, "account"), ports.clock.wallClock()),
    storeRecords: async () => {
      await records.flush();
      return records.state();
    },
    parameters: () => parameters.list(),
    parameter: (values) => {
      const found = parameters.describe(text(values, "name"));
      if (found.ok) return found.value;
      throw new SwitchError(found.failure.code, found.failure.message);
    },
    setParameter: (values) => {
      const saved = service.saveParameter(text(values, "name"), text(values, "value"));
      if (!saved.ok) throw new SwitchError(saved.failure.code, saved.failure.message);
      return saved.value;
    },
    forwardRewrite: () => service.softswitchConf.lines(),
    setTrace: ({ on }) => {
      if (typeof on !== "boolean") throw new SwitchError("CONTROL_BAD_REQUEST", '"on" is true or false');
      if (on && service.trace.size === 0) {
        throw new SwitchError(
          "TRACE_HAS_NO_ROOM",
          "SIP Trace keeps no message: set traceMessages in the configuration and restart",
        );
      }
      service.trace.isOn = on;
      service.options.ports.log.write("info", "trace.switched", { on });
      return { on };
    },
    trace: (values) => service.trace.find(typeof values.text === "string" ? values.text : undefined, Number(values.limit ?? 100)),
    route: (values) =>
      service.analyse({ caller: text(values, "caller"), callee: text(values, "callee"), from: text(values, "from") }),
  };
}
