import { Buffer } from "node:buffer";
import type { Acknowledgement, SipSender } from "./layer";
import type { OutgoingRequest } from "./outgoing-requests";
import type { SipFlow } from "./types";

/**
 * An ACK for a 2xx with its bytes, kept as long as a call lasts: as a string, since a small buffer would hold the 8 KiB that it was cut
 * from.
 */
export class SentAck implements Acknowledgement {
  private flow: SipFlow;
  private text: string;

  /** Sends `first`. `ackForUdp` makes what replaces it when the peer refuses TCP; undefined when there is no such way. */
  constructor(
    private readonly sender: SipSender,
    first: OutgoingRequest,
    private ackForUdp: (() => OutgoingRequest | undefined) | undefined,
  ) {
    this.flow = first.flow;
    this.text = first.bytes.toString("latin1");
    this.send(first.bytes);
  }

  again(): void {
    this.send(Buffer.from(this.text, "latin1"));
  }

  private send(bytes: Buffer): void {
    this.sender.send(bytes, this.flow, this.ackForUdp === undefined ? undefined : () => this.fallBack());
  }

  private fallBack(): void {
    const outgoing = this.ackForUdp?.();
    this.ackForUdp = undefined;
    if (outgoing === undefined) return;
    this.flow = outgoing.flow;
    this.text = outgoing.bytes.toString("latin1");
    this.send(outgoing.bytes);
  }
}
