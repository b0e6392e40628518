import { getContainerRuntimeClient, Wait, type StartedTestContainer } from "testcontainers";
import { IMAGES } from "../../../../docker/images";
import { NetContainer, type Attachment } from "../../../../docker/net-container";
import { NodeNetwork, SystemClock } from "../../../../src/adapters/node";
import { seconds, SwitchError } from "../../../../src/base";
import type { Database } from "../../../../src/ports";
import { callControl } from "../../../../src/services/control";
import type { SwitchSettings } from "../lab-settings";
import { SOFTSWITCH_CONF } from "../../../../src/services/vos3000d";
import type { SwitchAccess } from "../controlled-switch";
import { execute } from "./nat-router";

const CONFIG = "/etc/carrierlab/switch.json";
export const CONTAINER_DATA = "/var/lib/carrierlab";
const CONF = `${CONTAINER_DATA}/${SOFTSWITCH_CONF}`;
export const CONTAINER_CONTROL_PORT = 5038;

/** Where this run's coverage is collected, when it is: the container's processes write theirs there too (scripts/coverage.sh). */
const COVERAGE = process.env.NODE_V8_COVERAGE;

/** How much of its log tells why a switch did not start. */
const LINES_SHOWN = 10;

/** How a switch is put into a container. */
export interface ContainerSwitchOptions {
  readonly name: string;
  readonly attachment: Attachment & { readonly address: string };
  /** Its configuration file. */
  readonly file: string;
  /** The database that the file names. */
  readonly database: Database;
  /** Faults that cannot be configured. */
  readonly environment: Readonly<Record<string, string>>;
  /** Text of softswitch.conf; no such file when absent. */
  readonly softswitchConf?: string | undefined;
  /** Files in its data folder. */
  readonly dataFiles?: SwitchSettings["dataFiles"];
}

/** `carrierlab switch` in a container of its own. */
export class ContainerSwitch implements SwitchAccess {
  private readonly network = new NodeNetwork();
  private readonly clock = new SystemClock();

  private constructor(
    readonly name: string,
    readonly container: StartedTestContainer,
    private readonly address: string,
    readonly database: Database,
  ) {}

  /** Resolves when the switch is ready. */
  static async start({
    name,
    attachment,
    file,
    database,
    environment,
    softswitchConf,
    dataFiles = [],
  }: ContainerSwitchOptions): Promise<ContainerSwitch> {
    const said: string[] = [];
    const container = await new NetContainer(IMAGES.switch)
      .withAttachment({ ...attachment, aliases: [name.toLowerCase()] })
      .withCopyContentToContainer([
        { content: file, target: CONFIG },
        ...(softswitchConf === undefined ? [] : [{ content: softswitchConf, target: CONF }]),
        ...dataFiles.map(({ path, bytes }) => ({ content: bytes, target: `${CONTAINER_DATA}/${path}` })),
      ])
      .withEnvironment({ ...environment, ...(COVERAGE === undefined ? {} : { NODE_V8_COVERAGE: "/coverage" }) })
      .withBindMounts(COVERAGE === undefined ? [] : [{ source: COVERAGE, target: "/coverage" }])
      .withCommand(["bin/carrierlab", "switch", "--json", "--clock-offset", "0s", "--config", CONFIG])
      .withWaitStrategy(Wait.forLogMessage(/"ready":/))
      .withStartupTimeout(60_000)
      .withLogConsumer((stream) => stream.on("data", (line: string) => said.push(line)))
      .start()
      .catch((cause: unknown) => {
        const last = said.slice(-LINES_SHOWN).join("");
        throw new SwitchError("STAGE_NO_SWITCH", `switch ${name} did not start: ${last}`, { name }, cause);
      });
    return new ContainerSwitch(name, container, attachment.address, database);
  }

  ask(command: string, values: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    const address = { address: this.address, port: CONTAINER_CONTROL_PORT };
    return callControl({ network: this.network, clock: this.clock, address, command, arguments: values, timeout: seconds(30) });
  }

  async writeSoftswitchConf(text: string): Promise<void> {
    await this.container.copyContentToContainer([{ content: text, target: CONF }]);
  }

  async kill(pid: number): Promise<void> {
    await execute(this.container, ["kill", "-9", String(pid)]);
  }

  async logLines(): Promise<readonly string[]> {
    const client = await getContainerRuntimeClient();
    const logs = await client.container.dockerode.getContainer(this.container.getId()).logs({ stdout: true, stderr: true });
    return readLogFrames(logs).split("\n");
  }

  async close(): Promise<void> {
    await this.database.close();
    await this.container.stop({ timeout: 15_000 });
  }
}

/** The engine sends outputs in frames: a byte of kind, three of nothing, four of length, then the text. */
function readLogFrames(bytes: Buffer): string {
  const texts: string[] = [];
  for (let offset = 0; offset + 8 <= bytes.length;) {
    const length = bytes.readUInt32BE(offset + 4);
    texts.push(bytes.toString("utf8", offset + 8, offset + 8 + length));
    offset += 8 + length;
  }
  return texts.join("");
}
