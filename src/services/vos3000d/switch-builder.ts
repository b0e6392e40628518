import assert from "node:assert/strict";
import { createSimulation, type Simulation } from "../../adapters/sim";
import { SqliteDatabase } from "../../adapters/sql";
import { seconds, type Duration, type SocketAddress } from "../../base";
import type { CallRecord } from "../../cdr";
import { parseSwitchConfig, type SwitchConfig } from "../../config";
import { ParameterStore } from "../../parameters";
import { startMbx3000d, type Mbx3000d } from "../mbx3000d";
import { openCdrRepository } from "./cdr-store";
import { startVos3000d } from "./start";
import type { Vos3000d } from "./vos3000d";
import { Endpoint, POLITE, type Personality } from "../../../simulators/endpoint";

const SWITCH = "192.0.2.1";
const TOKEN = "known to the services alone";

export interface BuiltSwitch {
  readonly negotiation?: "vos" | "rfc";
  /** Lines of YAML after the standard ones. */
  readonly extra?: string;
  readonly customer?: Partial<Personality>;
  readonly vendor?: Partial<Personality>;
  readonly secondVendor?: Partial<Personality>;
}

/** A whole switch in a simulation, with a customer at .10, a vendor at .20 for 44 and a second one at .21 after it. */
export class SimulatedSwitch {
  readonly world: Simulation = createSimulation({ seed: 3 });
  readonly config: SwitchConfig;
  readonly service: Vos3000d;
  readonly customer: Endpoint;
  readonly vendor: Endpoint;
  readonly secondVendor: Endpoint;
  private readonly media: Mbx3000d;
  private readonly database = new SqliteDatabase({ path: ":memory:" });

  constructor(built: BuiltSwitch = {}) {
    this.config = parseSwitchConfig(
      `
data: /switch
sip: { listen: [{ address: ${SWITCH} }], sessionTimer: { negotiation: ${built.negotiation ?? "rfc"} } }
media: { address: ${SWITCH}, control: { address: ${SWITCH}, port: 7100 } }
control: { address: ${SWITCH}, port: 7200, allowRemote: true }
mappingGateways: [{ name: customer, address: 192.0.2.10 }]
store: { kind: embedded, fieldTables: false }
routingGateways:
  - { name: vendor, address: 192.0.2.20, prefixes: ["44"], priority: 1, switchUntilConnect: true, stopCodes: [486] }
  - { name: second, address: 192.0.2.21, prefixes: ["44"], priority: 2, switchUntilConnect: true, stopCodes: [486] }
${built.extra ?? ""}`,
      "/switch/switch.yaml",
    );
    const { clock, log, random } = this.world;
    const ports = { clock, log, random, network: this.world.network.host(SWITCH), files: this.world.disk(SWITCH) };
    const parameters = () => new ParameterStore({ files: ports.files, folder: "/switch", initial: this.config.parameters });
    const control = this.config.media.control;
    this.media = startMbx3000d({ control, token: TOKEN, addresses: [SWITCH] }, { ...ports, parameters: parameters() });
    this.service = startVos3000d({
      ...{ config: this.config, ports, parameters: parameters(), database: this.database },
      mediaControl: control,
      mediaToken: TOKEN,
    });
    this.customer = this.party("customer", "192.0.2.10", built.customer);
    this.vendor = this.party("vendor", "192.0.2.20", built.vendor);
    this.secondVendor = this.party("second", "192.0.2.21", built.secondVendor);
    this.pass(seconds(1));
  }

  calls(to = "442079460123"): void {
    this.customer.call({ call: "the call", to, via: { address: SWITCH, port: 5060 } });
  }

  pass(time: Duration): void {
    this.world.clock.advance(time);
  }

  /** Every record, once everything has ended: nothing may be left of it. */
  async records(): Promise<readonly CallRecord[]> {
    this.pass(seconds(40));
    assert.deepEqual(this.service.leaks(), []);
    await this.service.options.records.flush();
    const { records } = await openCdrRepository(this.database, "test").find({ order: "oldestFirst" });
    return records;
  }

  async record(): Promise<CallRecord> {
    const records = await this.records();
    assert.equal(records.length, 1);
    return records[0] ?? assert.fail();
  }

  /** Requests and final responses that a party saw, in order: `> INVITE` sent, `< 200` received. */
  ladder(party: Endpoint): readonly string[] {
    return party.messages.map(({ direction, text }) => `${direction === "sent" ? ">" : "<"} ${startOf(text)}`);
  }

  stop(): void {
    this.media.stop();
  }

  private party(name: string, address: string, personality: Partial<Personality> = {}): Endpoint {
    const at: SocketAddress = { address, port: 5060 };
    const { clock, network, random } = this.world;
    return new Endpoint({
      ...{ name, clock, network: network.host(address), random: random.fork(name), address: at },
      personality: { ...POLITE, ...personality },
    });
  }
}

function startOf(text: string): string {
  const [first = ""] = text.split("\r\n", 1);
  return first.startsWith("SIP/2.0 ") ? (first.split(" ")[1] ?? "") : (first.split(" ")[0] ?? "");
}
