import { assert, toIso, type SocketAddress, type SwitchError } from "../../base";
import { createMediaRelay, type EncryptionSnapshot, type MediaRelay, type PortRange, type PromptSource } from "../../media";
import { fingerprint, type ParameterStore } from "../../parameters";
import type { Clock, Log, Network, Random } from "../../ports";
import { isEncryptionMode } from "../../rtp";
import { MediaControlServer } from "./control-server";
import type { MediaServiceStatus } from "./protocol";

/** Faults to inject; none of them can be configured. */
export interface MediaFaults {
  /** Another key for received media: a context that was not renewed (RTP-075). */
  readonly receiveKey?: string;
  /** Another key for sent media. */
  readonly transmitKey?: string;
  /** What a layer between the saved key and this service makes of it, `&` becoming `&amp;` for example (RTP-082). */
  readonly readKey?: (key: string) => string;
}

/** What makes one media service. */
export interface Mbx3000dOptions {
  /** Where its control channel listens: loopback, or the network that only the switch's own hosts share. Port 0 takes a free one. */
  readonly control: SocketAddress;
  /** Known to the switch's services alone; from its configuration, or drawn when they are started. */
  readonly token: string;
  /** Local addresses for RTP, the first one by default. */
  readonly addresses: readonly [string, ...string[]];
  /** SS_MEDIAPROXYPORT_START to SS_MEDIAPROXYPORT_END when absent. */
  readonly ports?: PortRange;
  readonly faults?: MediaFaults;
}

/** What it reaches the world by. */
export interface Mbx3000dPorts {
  readonly network: Network;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** What can be announced to a caller; nothing when absent. */
  readonly prompts?: PromptSource | undefined;
  /** Read once, at the start. */
  readonly parameters: Pick<ParameterStore, "start" | "running">;
  /** The control channel listens; `control` carries its real port. */
  readonly onReady?: (control: SocketAddress, status: MediaServiceStatus) => void;
  /** The control channel could not listen; the service has stopped. */
  readonly onFailed?: (error: SwitchError) => void;
}

/**
 * The media service of a switch: a relay with a control channel.
 *
 * It reads its parameters once, when it starts; what is saved later has no effect before the next start (RTP-060 to RTP-063).
 * Runs in a process of its own or in one with others; two of them share nothing.
 */
export class Mbx3000d {
  private readonly relay: MediaRelay;
  private readonly server: MediaControlServer;
  private readonly facts: Omit<MediaServiceStatus, "counters">;

  /** @throws {UsageError} `MEDIA_PORT_RANGE` when the parameters name no usable range. */
  constructor(options: Mbx3000dOptions, ports: Mbx3000dPorts) {
    const { network, clock, log, parameters } = ports;
    parameters.start("mbx3000d");
    const encryption = readEncryption(parameters, options.faults);
    const range = options.ports ?? {
      from: Number(parameters.running("SS_MEDIAPROXYPORT_START")),
      to: Number(parameters.running("SS_MEDIAPROXYPORT_END")),
    };
    this.facts = {
      service: "mbx3000d",
      instance: ports.random.fork("media instance").hex(16),
      startedAt: toIso(clock.wallClock()),
      mode: encryption.mode,
      key: fingerprint(encryption.key),
      addresses: options.addresses,
    };
    this.relay = createMediaRelay({
      network,
      clock,
      log,
      random: ports.random.fork("media relay"),
      addresses: options.addresses,
      ports: range,
      encryption,
      prompts: ports.prompts,
      onFirstMedia: (relay, side) => this.server.firstMedia(relay, side),
    });
    this.server = new MediaControlServer({
      network,
      clock,
      log,
      local: options.control,
      token: options.token,
      relays: this.relay,
      status: () => this.status(),
      onListening: (control) => ports.onReady?.(control, this.status()),
      onError: (error) => {
        log.write("error", "media.control.failed", { code: error.code });
        this.relay.stop();
        ports.onFailed?.(error);
      },
    });
    const { mode, key } = this.facts;
    log.write("info", "media.started", { mode, keyBytes: key.bytes, keySha256: key.sha256, from: range.from, to: range.to });
  }

  /** Running mode, the key's fingerprint, start and counters. */
  status(): MediaServiceStatus {
    return { ...this.facts, counters: this.relay.counters };
  }

  /** Closes every relay, every connection and the control channel. Calls that vos3000d holds resume with the next start. */
  stop(): void {
    this.server.stop();
    this.relay.stop();
  }
}

/** Starts a media service; see {@link Mbx3000d}. */
export const startMbx3000d = (options: Mbx3000dOptions, ports: Mbx3000dPorts): Mbx3000d => new Mbx3000d(options, ports);

function readEncryption(parameters: Mbx3000dPorts["parameters"], faults: MediaFaults = {}): EncryptionSnapshot {
  const mode = Number(parameters.running("SS_RTPENCRYPTIONMODE"));
  const saved = String(parameters.running("SS_RTPENCRYPTIONKEY"));
  const { receiveKey, transmitKey, readKey = (key: string) => key } = faults;
  assert(isEncryptionMode(mode), "a saved mode is one of the four", { mode });
  return {
    mode,
    key: readKey(saved),
    ...(receiveKey !== undefined && { receiveKey }),
    ...(transmitKey !== undefined && { transmitKey }),
  };
}
