import { Wait, type StartedNetwork, type StartedTestContainer } from "testcontainers";
import { IMAGES } from "../../../../docker/images";
import { NetContainer } from "../../../../docker/net-container";

/** Where a carrier lives and what it plays. */
export interface SippCarrierOptions {
  readonly network: StartedNetwork;
  readonly address: string;
  /** File of simulators/sipp-wrapper/scenarios. */
  readonly scenario: string;
}

/** 5060, as /proc/net/udp writes it. */
const SIP_PORT_HEX = "13C4";

/** A carrier that is SIPp, playing one scenario for every call and every OPTIONS; resolves when it listens. */
export function startSippCarrier({ network, address, scenario }: SippCarrierOptions): Promise<StartedTestContainer> {
  return new NetContainer(IMAGES.sipp)
    .withAttachment({ network, address })
    .withCommand(["sipp", "-sf", `scenarios/${scenario}`, "-i", address, "-p", "5060", "-nostdin", "-skip_rlimit"])
    .withWaitStrategy(Wait.forSuccessfulCommand(`grep -q :${SIP_PORT_HEX} /proc/net/udp`))
    .start();
}
