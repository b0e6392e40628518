import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { isIPv6 } from "node:net";
import { formatSocketAddress, SwitchError, type ErrorContext, type SocketAddress } from "../../base";
import type { UdpHandlers, UdpOptions, UdpSocket } from "../../ports";
import { bindFault, destinationFault, isPort } from "../address-check";
import { networkError } from "./errno";

/** Sends that may wait for the bind; more are dropped with `NETWORK_QUEUE_FULL`. Our choice. */
const MAX_WAITING_FOR_BIND = 1_000;

type LookupDone = (error: null, address: string, family: number) => void;

/** Gives the literal back at once: Node's own lookup costs a trip through the thread pool even for an address. */
function literalLookup(hostname: string, options: unknown, done: LookupDone): void {
  const callback = (typeof options === "function" ? options : done) as LookupDone;
  callback(null, hostname, isIPv6(hostname) ? 6 : 4);
}

/** As {@link literalLookup}, but the first answer, which is the bind's, comes later: nothing may be told inside the constructor. */
function deferringLookup(): typeof literalLookup {
  let isFirst = true;
  return (hostname, options, done) => {
    if (!isFirst) return literalLookup(hostname, options, done);
    isFirst = false;
    process.nextTick(literalLookup, hostname, options, done);
  };
}

/** A UDP socket of the machine. */
export class NodeUdpSocket implements UdpSocket {
  private readonly socket: Socket;
  private readonly isIpv6: boolean;
  private bound: SocketAddress;
  private state: "binding" | "open" | "closed" = "binding";
  private waiting: { readonly bytes: Uint8Array; readonly to: SocketAddress }[] = [];
  private lastAddress = "";

  constructor(
    options: UdpOptions,
    private readonly handlers: UdpHandlers,
    private readonly onClosed: (socket: NodeUdpSocket) => void,
  ) {
    const { local, receiveBufferBytes } = options;
    this.isIpv6 = isIPv6(local.address);
    this.bound = { address: local.address, port: 0 };
    this.socket = createSocket({
      type: this.isIpv6 ? "udp6" : "udp4",
      ipv6Only: this.isIpv6,
      lookup: deferringLookup(),
      ...(receiveBufferBytes === undefined ? {} : { recvBufferSize: receiveBufferBytes }),
    });
    this.socket.on("message", this.onMessage);
    this.socket.on("listening", () => this.onListening());
    this.socket.on("error", (error) => this.onError(error));
    const fault = bindFault(local);
    if (fault === undefined) this.socket.bind({ address: local.address, port: local.port, exclusive: true });
    else setImmediate(() => this.onError(fault));
  }

  get local(): SocketAddress {
    return this.bound;
  }

  send(bytes: Uint8Array, to: SocketAddress): void {
    if (this.state === "open") this.transmit(bytes, to);
    else if (this.state === "binding") this.queue(bytes, to);
  }

  close(): void {
    if (this.state === "closed") return;
    const wasBinding = this.state === "binding";
    this.state = "closed";
    this.waiting = [];
    this.onClosed(this);
    // A socket that is still binding reports that it listens after close(), and throws there; it is closed then instead.
    if (!wasBinding) this.socket.close();
  }

  toString(): string {
    return `udp ${formatSocketAddress(this.bound)}`;
  }

  private readonly onMessage = (bytes: Buffer, { address, port }: RemoteInfo): void => {
    if (this.state !== "closed") this.handlers.onDatagram(bytes, { address, port });
  };

  private onListening(): void {
    if (this.state === "closed") return void this.socket.close();
    const { address, port } = this.socket.address();
    this.bound = { address, port };
    this.state = "open";
    const { waiting } = this;
    this.waiting = [];
    this.handlers.onListening?.(this.bound);
    for (const { bytes, to } of waiting) this.send(bytes, to);
  }

  private onError(error: unknown): void {
    const failure = networkError(error, { local: formatSocketAddress(this.bound), ...destinationOf(error) });
    if (this.state === "closed") return;
    if (this.state === "binding") {
      this.state = "closed";
      this.onClosed(this);
      this.socket.close();
    }
    this.handlers.onError(failure);
  }

  private queue(bytes: Uint8Array, to: SocketAddress): void {
    if (this.waiting.length < MAX_WAITING_FOR_BIND) this.waiting.push({ bytes: Buffer.from(bytes), to: { ...to } });
    else this.failLater(new SwitchError("NETWORK_QUEUE_FULL", "too many datagrams wait for the socket to be bound", {}));
  }

  private transmit(bytes: Uint8Array, to: SocketAddress): void {
    // Calls go to few addresses and one after another to the same, so the check costs a comparison.
    if (to.address !== this.lastAddress || !isPort(to.port, 1)) {
      const refusal = this.refusal(to);
      if (refusal !== undefined) return this.failLater(refusal);
      this.lastAddress = to.address;
    }
    this.socket.send(bytes, 0, bytes.length, to.port, to.address, this.onSent);
  }

  private readonly onSent = (error: Error | null): void => {
    if (error !== null) this.onError(error);
  };

  private refusal(to: SocketAddress): SwitchError | undefined {
    const fault = destinationFault(to);
    if (fault !== undefined || isIPv6(to.address) === this.isIpv6) return fault;
    return new SwitchError("NETWORK_ADDRESS_FAMILY", `a socket on ${this.bound.address} cannot send to ${to.address}`, {
      to: formatSocketAddress(to),
    });
  }

  private failLater(error: SwitchError): void {
    setImmediate(() => {
      if (this.state !== "closed") this.handlers.onError(error);
    });
  }
}

/** Node puts the destination of a failed send into the error. */
function destinationOf(error: unknown): ErrorContext {
  if (!(error instanceof Error) || !("address" in error) || !("port" in error) || !("syscall" in error)) return {};
  const { address, port, syscall } = error;
  return syscall === "send" && typeof address === "string" && typeof port === "number"
    ? { to: formatSocketAddress({ address, port }) }
    : {};
}
