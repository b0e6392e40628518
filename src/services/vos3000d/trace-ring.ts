import { formatSocketAddress, toIso, type WallTime } from "../../base";
import type { SipFlow } from "../../sip";

/** One SIP message as Debug Trace shows it. */
export interface TraceEntry {
  /** ISO 8601 with milliseconds. */
  readonly at: string;
  readonly direction: "received" | "sent";
  readonly transport: string;
  readonly local: string;
  readonly remote: string;
  readonly message: string;
}

interface Kept {
  readonly at: WallTime;
  readonly direction: "received" | "sent";
  readonly flow: SipFlow;
  readonly bytes: Buffer;
}

/** SIP Trace of Debug Trace: the last SIP messages while it is on, as bytes. At its size the oldest gives way. */
export class TraceRing {
  private readonly ring: (Kept | undefined)[] = [];
  private next = 0;

  constructor(
    readonly size: number,
    /** Switched off it keeps nothing new; what it has can still be read. */
    public isOn: boolean,
  ) {}

  add(at: WallTime, direction: Kept["direction"], bytes: Buffer, flow: SipFlow): void {
    if (!this.isOn || this.size === 0) return;
    this.ring[this.next % this.size] = { at, direction, flow, bytes: Buffer.from(bytes) };
    this.next += 1;
  }

  /** The newest `limit` messages that contain `text` (a Call-ID, a number), oldest first. */
  find(text: string | undefined, limit: number): readonly TraceEntry[] {
    const found: TraceEntry[] = [];
    for (let age = 1; age <= Math.min(this.next, this.size) && found.length < limit; age += 1) {
      const kept = this.ring[(this.next - age) % this.size];
      if (kept !== undefined && (text === undefined || kept.bytes.includes(text))) found.push(shown(kept));
    }
    return found.reverse();
  }
}

function shown({ at, direction, flow, bytes }: Kept): TraceEntry {
  return {
    at: toIso(at),
    direction,
    transport: flow.transport,
    local: formatSocketAddress(flow.local),
    remote: formatSocketAddress(flow.remote),
    message: bytes.toString("latin1"),
  };
}
