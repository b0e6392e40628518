import type { SocketAddress } from "../../base";
import type { SwitchConfig } from "../../config";
import type { ParameterStore } from "../../parameters";
import type { Database } from "../../ports";
import type { AccountStanding } from "../../rating";
import type { Installation } from "../../store";
import { openCdrRepository } from "./cdr-store";
import type { Authorise } from "../control";
import { connectMediaService } from "../mbx3000d";
import { installationOf } from "./installation";
import { InstallationWriter } from "./installation-writer";
import { openRecordWay } from "./records";
import type { ServicePorts } from "./types";
import { Vos3000d } from "./vos3000d";

/** What a whole signalling service is made of. */
export interface StartVos3000dOptions {
  readonly config: SwitchConfig;
  readonly ports: ServicePorts;
  readonly parameters: ParameterStore;
  /** Closed when the service stops. It may be away: records wait in the journal. */
  readonly database: Database;
  readonly mediaControl: SocketAddress;
  readonly mediaToken: string;
  /** As {@link Vos3000dOptions.authorise}. */
  readonly authorise?: Authorise | undefined;
  /** As {@link Vos3000dOptions.onIdle}. */
  readonly onIdle?: (() => void) | undefined;
}

/**
 * Starts the signalling service with its journal, its way to the database and its channel to the media service.
 *
 * Runs in a process of its own and inside a simulation alike.
 */
export function startVos3000d(options: StartVos3000dOptions): Vos3000d {
  const { config, ports, parameters, database } = options;
  parameters.start("vos3000d");
  const records = openRecordWay({
    ports,
    parameters,
    repository: openCdrRepository(database, config.name),
    folder: config.data,
    switchNumber: config.number,
  });
  const media = connectMediaService({
    ...ports,
    address: options.mediaControl,
    token: options.mediaToken,
    onRelayLost: (relay) => service.mediaLost(relay),
  });
  const service: Vos3000d = new Vos3000d({
    ...{ config, ports, parameters, media },
    nextFlowNo: records.nextFlowNo,
    authorise: options.authorise,
    onIdle: options.onIdle,
    onConfigurationChange: () => writer?.request(),
    records: {
      ...records,
      close: async () => {
        media.disconnect();
        await writer?.stop();
        await records.close();
        await database.close();
      },
    },
  });
  const writer = config.store.fieldTables ? writeInstallation(options, service) : undefined;
  return service;
}

/** Keeps the tables that tools of the field read. */
function writeInstallation({ config, ports, database }: StartVos3000dOptions, service: Vos3000d): InstallationWriter {
  const standings = (): ReadonlyMap<string, AccountStanding> =>
    new Map(service.accounts.standings().map((standing) => [standing.name, standing]));
  const installation = (): Installation => {
    const { current } = service.gateways;
    const at = ports.clock.wallClock();
    return installationOf(current, { at, tables: service.rating.tablesOf(current), standings: standings() });
  };
  return new InstallationWriter({
    ...{ database, installation, clock: ports.clock, log: ports.log },
    balances: () => new Map([...standings()].map(([name, { money }]) => [name, money])),
    namesDatabases: config.store.kind === "mysql" && config.store.namedDatabases,
  });
}
