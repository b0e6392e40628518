import { Wait, type StartedTestContainer } from "testcontainers";
import { IMAGES } from "../../../../docker/images";
import { PARTY_READY, PARTY_VARIABLE, type ContainedPartySettings } from "../../../../docker/endpoint/party-settings";
import { NetContainer, type Attachment } from "../../../../docker/net-container";
import type { Personality } from "../../../../simulators/endpoint";
import { execute, type NatRouter } from "./nat-router";
import { RemoteParty } from "./remote-party";

const SIP_PORT = 5060;
const CONTROL_PORT = 5039;

/** How a party is put into a container. */
export interface ContainerPartyOptions {
  readonly name: string;
  readonly personality: Personality;
  readonly seed: number;
  readonly attachment: Attachment & { readonly address: string };
  readonly router?: NatRouter;
  /** See {@link RemoteParty}. */
  readonly labStart: number;
}

/** A party and the container that it lives in. */
export interface ContainerParty {
  readonly party: RemoteParty;
  readonly container: StartedTestContainer;
}

/** Starts a simulated party in a container of its own; resolves when it can be called. */
export async function startContainerParty(options: ContainerPartyOptions): Promise<ContainerParty> {
  const { name, personality, seed, attachment, router, labStart } = options;
  const control = { address: attachment.address, port: CONTROL_PORT };
  const address = { address: attachment.address, port: SIP_PORT };
  const settings: ContainedPartySettings = { name, personality, seed, address, control };
  const container = await new NetContainer(IMAGES.switch)
    .withAttachment(attachment)
    .withEnvironment({ [PARTY_VARIABLE]: JSON.stringify(settings) })
    .withAddedCapabilities("NET_ADMIN")
    .withCommand(["node", "-r", "./bin/typescript.cjs", "docker/endpoint/main.ts"])
    .withWaitStrategy(Wait.forLogMessage(PARTY_READY))
    .withStartupTimeout(60_000)
    .start();
  if (router !== undefined) await execute(container, ["ip", "route", "replace", "default", "via", router.gateway]);
  return { party: new RemoteParty(name, control, labStart), container };
}
