import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { createSocket } from "node:dgram";
import { mkdtemp, open, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { GenericContainer, Wait, type StartedNetwork, type StartedTestContainer } from "testcontainers";
import { IMAGES } from "../../../../docker/images";
import { OWNED_BY_US } from "../../../../docker/net-container";
import { UsageError, type WallTime } from "../../../../src/base";
import type { CapturedPacket } from "../../../../reports/evidence";

const run = promisify(execFile);

/** Output of tshark for a scenario at most: some 100,000 packets as text. Our choice. */
const MAX_OUTPUT_BYTES = 128 * 1_048_576;

/** The port of the discard service: no party listens there. */
const DISCARD_PORT = 9;

/** How long tcpdump may take to write a packet that crossed the bridge, and how often it is looked for. Our choice. */
const SETTLES_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 20;

const FIELDS = [
  "frame.time_epoch",
  "ip.src",
  "ip.dst",
  "udp.srcport",
  "udp.dstport",
  "udp.payload",
  "tcp.srcport",
  "tcp.dstport",
  "tcp.payload",
];

/** What tcpdump saw on the bridge of a lab's network, read by tshark: neither is ours, so that neither agrees with us by descent. */
export class BridgeCapture {
  private constructor(
    private readonly container: StartedTestContainer,
    private readonly folder: string,
  ) {}

  /** Resolves when tcpdump listens. */
  static async start(network: StartedNetwork): Promise<BridgeCapture> {
    const folder = await mkdtemp(join(tmpdir(), "carrierlab-capture-"));
    // The engine names a network's bridge so, unless told otherwise.
    const bridge = `br-${network.getId().slice(0, 12)}`;
    const container = await new GenericContainer(IMAGES.node)
      .withLabels(OWNED_BY_US)
      .withNetworkMode("host")
      .withAddedCapabilities("NET_ADMIN", "NET_RAW")
      .withBindMounts([{ source: folder, target: "/capture" }])
      .withCommand([
        "tcpdump",
        "-i",
        bridge,
        "-n",
        "-U",
        "--immediate-mode",
        "-s",
        "0",
        "-Z",
        "root",
        "-w",
        "/capture/lab.pcap",
        "udp or tcp",
      ])
      .withWaitStrategy(Wait.forLogMessage(/listening on/))
      .start();
    return new BridgeCapture(container, folder);
  }

  /** The capture file, as Wireshark opens it. */
  get file(): string {
    return join(this.folder, "lab.pcap");
  }

  /**
   * Resolves when every packet that has crossed the bridge until now is in the file: the kernel hands tcpdump packets in order, so one
   * sent now to `host` and found there follows them all. Rejects with `STAGE_CAPTURE_UNREADABLE` when tcpdump does not write it.
   */
  async settled(host: string): Promise<void> {
    const marker = Buffer.from(randomUUID());
    // Other labs' packets are in the file too: the marker is somewhere behind what is there now, not near the end.
    const { size } = await stat(this.file);
    const socket = createSocket("udp4");
    try {
      await new Promise<void>((resolve, reject) => {
        socket.send(marker, DISCARD_PORT, host, (error) => {
          if (error === null) resolve();
          else reject(error);
        });
      });
    } finally {
      socket.close();
    }
    for (let waited = 0; waited < SETTLES_WITHIN_MS; waited += LOOK_EVERY_MS) {
      if ((await this.contentFrom(size)).includes(marker)) return;
      await sleep(LOOK_EVERY_MS);
    }
    throw new UsageError("STAGE_CAPTURE_UNREADABLE", `tcpdump has not written a packet to ${host} within 10 s: is it alive?`, {});
  }

  /** Packets with a payload, between hosts for which `isOurs` holds, in order of time. */
  async packets(isOurs: (address: string) => boolean): Promise<readonly CapturedPacket[]> {
    const words = [
      "-r",
      this.file,
      "-n",
      "-T",
      "fields",
      "-E",
      "separator=|",
      "-E",
      "occurrence=f",
      ...FIELDS.flatMap((field) => ["-e", field]),
    ];
    const stdout = await this.tshark(words);
    return stdout
      .split("\n")
      .map((line) => readPacket(line))
      .filter((packet) => packet !== undefined)
      .filter(({ from, to }) => isOurs(from.address) && isOurs(to.address))
      .sort((a, b) => a.at - b.at);
  }

  async close(): Promise<void> {
    await this.container.stop({ timeout: 2_000 });
    await rm(this.folder, { recursive: true, force: true });
  }

  private async contentFrom(offset: number): Promise<Buffer> {
    const file = await open(this.file, "r");
    try {
      const { size } = await file.stat();
      const length = Math.max(0, size - offset);
      const buffer = Buffer.alloc(length);
      await file.read(buffer, 0, length, offset);
      return buffer;
    } finally {
      await file.close();
    }
  }

  private async tshark(words: readonly string[]): Promise<string> {
    try {
      return (await run("tshark", words, { maxBuffer: MAX_OUTPUT_BYTES })).stdout;
    } catch (cause) {
      // A packet that is being written at this moment cuts the file short; what was read until there is whole.
      const { stdout, stderr } = cause as { readonly stdout?: string; readonly stderr?: string };
      if (stdout !== undefined && stderr?.includes("cut short") === true) return stdout;
      throw new UsageError("STAGE_CAPTURE_UNREADABLE", `tshark cannot read the capture: ${stderr ?? String(cause)}`, {});
    }
  }
}

/** One line of tshark; undefined for a packet without payload. */
function readPacket(line: string): CapturedPacket | undefined {
  const [epoch = "", source = "", destination = "", udpFrom = "", udpTo = "", udp = "", tcpFrom = "", tcpTo = "", tcp = ""] =
    line.split("|");
  const transport = udpFrom === "" ? "tcp" : "udp";
  const payload = transport === "udp" ? udp : tcp;
  if (payload === "") return undefined;
  return {
    at: Math.round(Number(epoch) * 1_000_000) as WallTime,
    transport,
    from: { address: source, port: Number(transport === "udp" ? udpFrom : tcpFrom) },
    to: { address: destination, port: Number(transport === "udp" ? udpTo : tcpTo) },
    bytes: Buffer.from(payload.replaceAll(":", ""), "hex"),
  };
}
