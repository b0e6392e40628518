import { SwitchError } from "../../base";
import { planRoute } from "../../routing";
import type { ControlHandler } from "../control";
import { callGateways } from "./call-gateways";
import type { Vos3000d } from "./vos3000d";

type Values = Readonly<Record<string, unknown>>;

function text(values: Values, name: string): string {
  const value = values[name];
  if (typeof value === "string" || typeof value === "number") return String(value);
  throw new SwitchError("CONTROL_BAD_REQUEST", `"${name}" is missing`);
}

/** What a control channel can ask of the signalling service. */
export function controlHandlers(service: Vos3000d): Readonly<Record<string, ControlHandler>> {
  const { config, parameters, ports, records } = service.options;
  return {
    status: () => service.status(),
    leaks: () => service.leaks(),
    calls: () => service.b2bua.currentCalls(),
    release: (values) => ({ released: service.b2bua.release(text(values, "id")) }),
    gateways: () => ({ mappingGateways: config.mappingGateways, routingGateways: config.routingGateways }),
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
      const name = text(values, "name");
      const saved = parameters.save(name, text(values, "value"));
      if (!saved.ok) throw new SwitchError(saved.failure.code, saved.failure.message);
      ports.log.write("info", "parameter.saved", { name: saved.value.name, pendingRestart: saved.value.pendingRestart });
      return saved.value;
    },
    trace: (values) => service.trace.find(typeof values.text === "string" ? values.text : undefined, Number(values.limit ?? 100)),
    route: (values) =>
      planRoute(callGateways(config).routes, {
        caller: text(values, "caller"),
        callee: text(values, "callee"),
        from: text(values, "from"),
        at: ports.clock.wallClock(),
      }),
  };
}
