import { after, milliseconds, type Instant } from "../../base";
import type { G711 } from "../../codec";
import type { Clock, Random, Timer } from "../../ports";
import { buildRtp } from "../../rtp";

const PTIME_MS = 20;
const SAMPLES_PER_PACKET = 160;

export interface PromptPlayerOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly law: G711;
  readonly samples: Int16Array;
  /** Takes each packet at its time. */
  readonly send: (packet: Buffer) => void;
}

/** Sends a prompt once, as RTP of 20 ms packets from now on; the last packet is filled up with silence. RFC 3550 section 5.1. */
export class PromptPlayer {
  private readonly audio: Buffer;
  private readonly ssrc: number;
  private sequence: number;
  private timestamp: number;
  private at = 0;
  private timer: Timer | undefined;

  constructor(private readonly options: PromptPlayerOptions) {
    const { law, samples, random } = options;
    const filled = new Int16Array(Math.ceil(samples.length / SAMPLES_PER_PACKET) * SAMPLES_PER_PACKET);
    filled.set(samples);
    this.audio = Buffer.from(law.encode(filled));
    this.ssrc = random.uint32();
    this.sequence = random.between(0, 0x7fff);
    this.timestamp = random.uint32();
    this.tick(options.clock.now());
  }

  /** How long it takes in all. */
  get durationMs(): number {
    return (this.audio.length / SAMPLES_PER_PACKET) * PTIME_MS;
  }

  /** Sends nothing more. */
  stop(): void {
    this.timer?.cancel();
    this.at = this.audio.length;
  }

  private tick(due: Instant): void {
    const { clock, send } = this.options;
    if (this.at >= this.audio.length) return;
    const packet = this.packet();
    const next = after(due, milliseconds(PTIME_MS));
    if (this.at < this.audio.length) this.timer = clock.at(next, "prompt", () => this.tick(next));
    send(packet);
  }

  private packet(): Buffer {
    const { sequence, timestamp, ssrc, at } = this;
    const { payloadType } = this.options.law;
    const payload = this.audio.subarray(at, at + SAMPLES_PER_PACKET);
    const packet = buildRtp({ marker: at === 0, payloadType, sequence, timestamp, ssrc, payload });
    this.at += SAMPLES_PER_PACKET;
    this.sequence = (this.sequence + 1) & 0xffff;
    this.timestamp = (this.timestamp + SAMPLES_PER_PACKET) >>> 0;
    return packet;
  }
}
