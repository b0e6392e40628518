import { UsageError } from "../../../src/base";
import type { CallRecord } from "../../../src/cdr";
import type { ForwardRewriteLines, RoutePlan, RoutingGatewayState } from "../../../src/routing";
import type { TraceEntry } from "../../../src/services/vos3000d";
import type { ReportDimension, ReportRow } from "../../../src/store";
import { absentAsNull } from "./gateway-change";
import type { MappingGatewayChange, RoutingGatewayChange } from "./lab-settings";
import type { MediaCounters, ParameterState, RouteQuestion, SaveOutcome, ServiceName } from "./stage";
import type { SwitchControl } from "./switch-control";

/** What every stage has its switches do, by their names. */
export abstract class StageOfSwitches<Control extends SwitchControl> {
  /** The switch of that name; undefined when the lab has none. */
  protected abstract control(name: string): Control | undefined;

  /** @throws {UsageError} `STAGE_NO_SUCH_SWITCH`. */
  protected switch(name: string): Control {
    const control = this.control(name);
    if (control === undefined) throw new UsageError("STAGE_NO_SUCH_SWITCH", `no switch is called "${name}"`, { name });
    return control;
  }

  records(switchName: string): Promise<readonly CallRecord[]> {
    return this.switch(switchName).records();
  }

  parameters(switchName: string): Promise<readonly ParameterState[]> {
    return this.switch(switchName).parameters();
  }

  saveParameter(switchName: string, name: string, value: string): Promise<SaveOutcome> {
    return this.switch(switchName).saveParameter(name, value);
  }

  restart(switchName: string, service: ServiceName): Promise<void> {
    return this.switch(switchName).restart(service);
  }

  kill(switchName: string, service: ServiceName): Promise<void> {
    return this.switch(switchName).kill(service);
  }

  changeGateway(switchName: string, gateway: string, change: RoutingGatewayChange): Promise<SaveOutcome> {
    return this.switch(switchName).changeGateway("routingGateways", gateway, absentAsNull(change));
  }

  changeMappingGateway(switchName: string, gateway: string, change: MappingGatewayChange): Promise<SaveOutcome> {
    return this.switch(switchName).changeGateway("mappingGateways", gateway, absentAsNull(change));
  }

  analyse(switchName: string, question: RouteQuestion): Promise<RoutePlan> {
    return this.switch(switchName).analyse(question);
  }

  gatewayStates(switchName: string): Promise<readonly RoutingGatewayState[]> {
    return this.switch(switchName).gatewayStates();
  }

  setTrace(switchName: string, isOn: boolean): Promise<void> {
    return this.switch(switchName).setTrace(isOn);
  }

  traced(switchName: string): Promise<readonly TraceEntry[]> {
    return this.switch(switchName).traced();
  }

  forwardRewrite(switchName: string): Promise<ForwardRewriteLines> {
    return this.switch(switchName).forwardRewrite();
  }

  writeSoftswitchConf(switchName: string, text: string): Promise<void> {
    return this.switch(switchName).writeSoftswitchConf(text);
  }

  mediaCounters(switchName: string): Promise<MediaCounters> {
    return this.switch(switchName).mediaCounters();
  }

  ask(switchName: string, command: string, values: Readonly<Record<string, unknown>> = {}, operator?: string): Promise<unknown> {
    return this.switch(switchName).ask(command, values, operator);
  }

  callReport(switchName: string, by: readonly ReportDimension[]): Promise<readonly ReportRow[]> {
    return this.switch(switchName).callReport(by);
  }

  archivedRecords(switchName: string): Promise<readonly CallRecord[]> {
    return this.switch(switchName).archivedRecords();
  }

  archive(switchName: string, day: string): Promise<number> {
    return this.switch(switchName).archive(day);
  }

  events(switchName: string): Promise<readonly string[]> {
    return this.switch(switchName).events();
  }
}
