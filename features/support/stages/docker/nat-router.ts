import type { StartedNetwork, StartedTestContainer } from "testcontainers";
import { IMAGES } from "../../../../docker/images";
import { fixedNetwork, interfaceOf, NetContainer } from "../../../../docker/net-container";
import { UsageError } from "../../../../src/base";

/** How a router translates addresses. */
export type NatKind = "fullCone" | "portRestricted" | "symmetric";

/** A router between the lab's network and a private one with a single host. */
export interface NatRouter {
  /** The private network; ordinary, since frames to a foreign subnet are dropped in an internal one. */
  readonly inside: StartedNetwork;
  /** The router's address there, the default route of the host behind it. */
  readonly gateway: string;
  close(): Promise<void>;
}

/** Where a router stands. */
export interface NatRouterOptions {
  readonly outside: StartedNetwork;
  readonly publicAddress: string;
  /** Address of the host behind it. */
  readonly insideAddress: string;
  readonly kind: NatKind;
}

/** Starts a router of the kernel's own NAT: port preserving it is port restricted, with random ports symmetric. */
export async function startNatRouter(options: NatRouterOptions): Promise<NatRouter> {
  const { outside, publicAddress, insideAddress, kind } = options;
  // The bridge has the first of the eight addresses, the router the second, the host behind it the third.
  const [, prefix = "", host = ""] = /^(.*\.)(\d+)$/.exec(insideAddress) ?? [];
  const first = Number(host) - 3;
  const gateway = `${prefix}${first + 2}`;
  const inside = await fixedNetwork(`carrierlab-${prefix}${first}`, `${prefix}${first}/29`);
  const router = await new NetContainer(IMAGES.node)
    .withAttachment({ network: outside, address: publicAddress })
    .withAttachment({ network: inside, address: gateway })
    .withSysctls({ "net.ipv4.ip_forward": "1" })
    .withAddedCapabilities("NET_ADMIN")
    .withCommand(["sleep", "infinity"])
    .start();
  const out = await interfaceOf(router, publicAddress);
  for (const rule of rules(kind, out, insideAddress)) await execute(router, ["iptables", ...rule.split(" ")]);
  const close = async (): Promise<void> => {
    await router.stop();
    await inside.stop();
  };
  return { inside, gateway, close };
}

function rules(kind: NatKind, out: string, inside: string): readonly string[] {
  const random = kind === "symmetric" ? " --random-fully" : "";
  return [
    `-t nat -A POSTROUTING -o ${out} -j MASQUERADE${random}`,
    "-P FORWARD DROP",
    "-A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT",
    `-A FORWARD -o ${out} -j ACCEPT`,
    ...(kind === "fullCone"
      ? [`-t nat -A PREROUTING -i ${out} -p udp -j DNAT --to-destination ${inside}`, `-A FORWARD -i ${out} -j ACCEPT`]
      : []),
  ];
}

/** Runs a command in a container. @throws {UsageError} `STAGE_COMMAND_FAILED` with its output. */
export async function execute(container: StartedTestContainer, words: string[]): Promise<string> {
  const { exitCode, stdout, output } = await container.exec(words);
  if (exitCode === 0) return stdout;
  throw new UsageError("STAGE_COMMAND_FAILED", `in a container: ${words.join(" ")}: ${output}`, {});
}
