import { GenericContainer, StartedNetwork, getContainerRuntimeClient, type StartedTestContainer } from "testcontainers";
import { UsageError } from "../src/base";

/**
 * On every container and network of this project: the process that it belongs to. `docker/sweep.sh` removes what belongs to a process
 * that is gone, so that runs beside each other on one engine leave each other alone.
 */
export const OWNED_BY_US: Readonly<Record<string, string>> = { carrierlab: String(process.pid) };

/** How a container is attached to one network. */
export interface Attachment {
  readonly network: StartedNetwork;
  /** A fixed IPv4 address of the network's subnet; the engine's choice when absent. */
  readonly address?: string;
  /** Names by which others on the network find it. */
  readonly aliases?: readonly string[];
}

/** A bridge network with the subnet that is asked for, which testcontainers' own `Network` cannot have. */
export async function fixedNetwork(name: string, subnet: string): Promise<StartedNetwork> {
  const client = await getContainerRuntimeClient();
  const network = await client.container.dockerode.createNetwork({
    Name: name,
    CheckDuplicate: true,
    Driver: "bridge",
    IPAM: { Driver: "default", Config: [{ Subnet: subnet }] },
    Labels: OWNED_BY_US,
  });
  return new StartedNetwork(client, name, network);
}

/** A network of our own and what its addresses begin with. */
export interface FreeNetwork {
  readonly network: StartedNetwork;
  /** `198.18.7`: addresses are `198.18.7.2` to `198.18.7.254`. */
  readonly prefix: string;
  /** 0..255, another one for each network that is there at one time: the `7` of the prefix. */
  readonly number: number;
}

/**
 * The first /24 of 198.18/16 that no other network on the engine has: set apart for benchmarks (RFC 2544), so that no machine is there.
 *
 * @throws {UsageError} `STAGE_NO_FREE_NETWORK` when all are taken.
 */
export async function freeNetwork(): Promise<FreeNetwork> {
  for (let number = 0; number < 256; number += 1) {
    const prefix = `198.18.${number}`;
    try {
      return { network: await fixedNetwork(`carrierlab-${prefix}`, `${prefix}.0/24`), prefix, number };
    } catch (error) {
      // In the engine's words: the name is there, or the addresses are.
      if (!/already exists|overlaps/.test(String(error))) throw error;
    }
  }
  throw new UsageError("STAGE_NO_FREE_NETWORK", "every network of 198.18/16 is taken: run docker/sweep.sh", {});
}

/**
 * A container with one interface for each network that it is attached to, addresses that are fixed, and kernel settings.
 *
 * testcontainers' own network aliases would put it on the engine's default network too, and it has no fixed addresses.
 */
export class NetContainer extends GenericContainer {
  private readonly attachments: Attachment[] = [];

  constructor(image: string) {
    super(image);
    this.withLabels(OWNED_BY_US);
  }

  withAttachment(attachment: Attachment): this {
    this.attachments.push(attachment);
    return this;
  }

  withSysctls(sysctls: Readonly<Record<string, string>>): this {
    this.hostConfig.Sysctls = { ...this.hostConfig.Sysctls, ...sysctls };
    return this;
  }

  protected override async beforeContainerCreated(): Promise<void> {
    const [first] = this.attachments;
    if (first === undefined) return;
    const name = first.network.getName();
    this.networkMode = name;
    this.createOpts.NetworkingConfig = { EndpointsConfig: { [name]: endpointSettings(first) } };
  }

  protected override async containerCreated(id: string): Promise<void> {
    const client = await getContainerRuntimeClient();
    for (const attachment of this.attachments.slice(1)) {
      const network = client.container.dockerode.getNetwork(attachment.network.getId());
      await network.connect({ Container: id, EndpointConfig: endpointSettings(attachment) });
    }
  }
}

function endpointSettings({ address, aliases }: Attachment) {
  return { Aliases: [...(aliases ?? [])], ...(address === undefined ? {} : { IPAMConfig: { IPv4Address: address } }) };
}

/** The interface that has an address inside a container. Never assume `eth0`: it is renamed when a network is connected again. */
export async function interfaceOf(container: StartedTestContainer, address: string): Promise<string> {
  const { output } = await container.exec(["ip", "-o", "-4", "addr"]);
  const line = output.split("\n").find((candidate) => candidate.includes(` ${address}/`));
  return line?.split(/\s+/)[1] ?? "";
}
