import assert from "node:assert";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  lookOf,
  readPcap,
  rtpStreams,
  writePcap,
  type CapturedStream,
  type CapturePacket,
  type PayloadLook,
} from "../../../src/diagnosis";
import type { Lab } from "../lab";
import { onHost } from "../stages/docker/on-host";

const run = promisify(execFile);
const FILE = "/tmp/hop.pcap";
const LOG = "/tmp/tcpdump.log";

/** What tcpdump saw on one switch. */
export interface SwitchCapture {
  readonly switchName: string;
  readonly packets: readonly CapturePacket[];
}

async function begin(lab: Lab, name: string): Promise<void> {
  const { stage } = lab;
  await onHost(stage, name, ["sh", "-c", `tcpdump -i any -n -U -s 0 -Z root -w ${FILE} udp >${LOG} 2>&1 &`]);
  const listens = await stage.until(
    async () => (await onHost(stage, name, ["cat", LOG])).output.includes("listening on"),
    // Starting a program in a container takes some hundred milliseconds.
    (stage.tolerance * 10) as typeof stage.tolerance,
  );
  assert(listens, `tcpdump does not listen on switch ${name}`);
}

async function end(lab: Lab, name: string): Promise<SwitchCapture> {
  await onHost(lab.stage, name, ["pkill", "-INT", "tcpdump"]);
  await lab.stage.pass(lab.stage.tolerance);
  const { output } = await onHost(lab.stage, name, ["base64", "-w0", FILE]);
  const capture = readPcap(Buffer.from(output, "base64"));
  assert(capture.ok, `the capture of switch ${name} cannot be read`);
  return { switchName: name, packets: capture.value };
}

/** Captures on every switch, on the switch itself, while `work` goes on. */
export async function captureOnSwitches(lab: Lab, work: () => Promise<void>): Promise<readonly SwitchCapture[]> {
  await lab.running();
  await Promise.all(lab.switchNames.map((name) => begin(lab, name)));
  await work();
  return Promise.all(lab.switchNames.map((name) => end(lab, name)));
}

/** The RTP streams that passed from one host to another, as one switch captured them. */
export function streamsBetween(lab: Lab, capture: SwitchCapture, from: string, to: string): readonly CapturedStream[] {
  const { stage } = lab;
  const onPath = capture.packets.filter(
    (packet) => stage.hostOf(packet.from.address) === from && stage.hostOf(packet.to.address) === to,
  );
  return rtpStreams(onPath);
}

/** What the payloads look like that a switch sent to the other, from its own capture. */
export function emittedLook(lab: Lab, capture: SwitchCapture, other: string): PayloadLook | undefined {
  const streams = streamsBetween(lab, capture, `switch ${capture.switchName}`, `switch ${other}`);
  return lookOf(streams.flatMap(({ packets }) => packets.map(({ payload }) => payload)));
}

/** A line of tshark about an RTP packet: SSRC, sequence number and timestamp as numbers. */
export interface DissectedRtp {
  readonly ssrc: number;
  readonly sequence: number;
  readonly timestamp: number;
}

/** What tshark makes of packets from which all SIP has been taken, by its heuristics alone. */
export async function dissect(packets: readonly CapturePacket[]): Promise<readonly DissectedRtp[]> {
  const folder = await mkdtemp(join(tmpdir(), "carrierlab-rtp-"));
  try {
    const file = join(folder, "media.pcap");
    await writeFile(file, writePcap(packets));
    const fields = ["rtp.ssrc", "rtp.seq", "rtp.timestamp"].flatMap((field) => ["-e", field]);
    const words = ["-r", file, "-n", "--enable-heuristic", "rtp_udp", "-Y", "rtp", "-T", "fields", ...fields];
    const { stdout } = await run("tshark", words, { maxBuffer: 16 * 1_048_576 });
    return stdout
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => line.split("\t").map(Number))
      .map(([ssrc = NaN, sequence = NaN, timestamp = NaN]) => ({ ssrc, sequence, timestamp }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
