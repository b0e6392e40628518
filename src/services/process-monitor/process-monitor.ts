import { SwitchError, nearestOf } from "../../base";
import type { Clock, Log } from "../../ports";
import { SupervisedService } from "./supervised-service";
import type { ServiceName, ServiceProcesses, ServiceReport } from "./types";

export interface ProcessMonitorOptions {
  readonly processes: ServiceProcesses;
  readonly clock: Clock;
  readonly log: Log;
  /** Service arguments that do not change. */
  readonly values: Readonly<Record<string, string>>;
}

const SERVICES: readonly ServiceName[] = ["mbx3000d", "vos3000d"];

/**
 * The Process Monitor: starts the media service and the signalling service, starts one again that died, and shows both.
 *
 * The media service comes first, since the signalling service is told where it is; it keeps its control port over restarts.
 */
export class ProcessMonitor {
  private readonly services = new Map<ServiceName, SupervisedService>();
  private mediaControl: string | undefined;

  constructor(private readonly options: ProcessMonitorOptions) {
    for (const name of SERVICES) this.services.set(name, this.supervise(name));
  }

  /** Starts both; resolves with what each said of itself when both work. @throws {SwitchError} `SERVICE_CANNOT_START`. */
  async start(): Promise<Readonly<Record<ServiceName, Readonly<Record<string, unknown>>>>> {
    for (const name of SERVICES) await this.service(name).start();
    return { mbx3000d: this.facts("mbx3000d"), vos3000d: this.facts("vos3000d") };
  }

  /** Drains and stops both, the signalling service first. */
  async stop(): Promise<void> {
    for (const name of [...SERVICES].reverse()) await this.service(name).stop();
  }

  /** Restarts one by name. @throws {SwitchError} `SERVICE_UNKNOWN`. */
  async restart(name: string): Promise<ServiceReport> {
    const service = this.service(name);
    await service.restart();
    return service.report();
  }

  list(): readonly ServiceReport[] {
    return [...this.services.values()].map((service) => service.report());
  }

  /** What a service said of itself when it became ready; empty while it does not run. */
  facts(name: ServiceName): Readonly<Record<string, unknown>> {
    return this.service(name).readyFacts ?? {};
  }

  private service(name: string): SupervisedService {
    const service = this.services.get(name as ServiceName);
    if (service !== undefined) return service;
    const near = nearestOf(name, SERVICES) ?? SERVICES.join(" or ");
    throw new SwitchError("SERVICE_UNKNOWN", `"${name}" is not a service; did you mean ${near}?`);
  }

  private supervise(name: ServiceName): SupervisedService {
    const { processes, clock, log } = this.options;
    return new SupervisedService({
      ...{ name, processes, clock, log },
      values: () => ({
        ...this.options.values,
        ...(this.mediaControl === undefined ? {} : { "media-control": this.mediaControl }),
      }),
      onReady: (facts) => {
        if (name === "mbx3000d" && typeof facts.control === "string") this.mediaControl = facts.control;
      },
    });
  }
}
