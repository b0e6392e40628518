import { SwitchError } from "../../base";
import { withoutPassword, type GatewayKind } from "../../config";
import type { ControlHandler } from "../control";
import { accountReport } from "./account-report";
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

/** What a control channel can ask of the signalling service. */
export function controlHandlers(service: Vos3000d): Readonly<Record<string, ControlHandler>> {
  const { parameters, records } = service.options;
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
    accounts: () => service.accounts.standings().map(accountReport),
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
      service.trace.isOn = on;
      service.options.ports.log.write("info", "trace.switched", { on });
      return { on };
    },
    trace: (values) => service.trace.find(typeof values.text === "string" ? values.text : undefined, Number(values.limit ?? 100)),
    route: (values) =>
      service.analyse({ caller: text(values, "caller"), callee: text(values, "callee"), from: text(values, "from") }),
  };
}
