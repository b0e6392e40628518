import { GenericContainer, StartedNetwork, getContainerRuntimeClient, type StartedTestContainer } from "testcontainers";

/** On every container and network of this project, so that `docker/sweep.sh` removes its own and nobody else's. */
export const LABEL = "carrierlab";

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
    Labels: { [LABEL]: "true" },
  });
  return new StartedNetwork(client, name, network);
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
    this.withLabels({ [LABEL]: "true" });
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
