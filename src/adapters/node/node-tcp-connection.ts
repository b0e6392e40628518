import { connect, isIPv6, type Socket, Socket as NodeSocket } from "node:net";
import { formatSocketAddress, SwitchError, type SocketAddress } from "../../base";
import { MAX_TCP_QUEUE_BYTES, type TcpConnection, type TcpHandlers } from "../../ports";
import { bindFault, destinationFault } from "../address-check";
import { networkError } from "./errno";

const NOBODY: TcpHandlers = { onData: () => undefined, onClose: () => undefined };

/** A TCP connection of the machine. */
export class NodeTcpConnection implements TcpConnection {
  private near: SocketAddress;
  private far: SocketAddress;
  private handlers: TcpHandlers = NOBODY;
  private state: "connecting" | "open" | "ended" | "closed";
  private failure: SwitchError | undefined;

  private constructor(
    private readonly socket: Socket,
    near: SocketAddress,
    far: SocketAddress,
    isOpen: boolean,
    private readonly onClosed: (connection: NodeTcpConnection) => void,
  ) {
    this.near = near;
    this.far = far;
    this.state = isOpen ? "open" : "connecting";
    socket.setNoDelay(true);
    socket.on("data", (bytes) => this.handlers.onData(bytes));
    socket.on("error", (error) => (this.failure ??= networkError(error, this.context())));
    socket.on("close", () => this.close());
  }

  /** A connection that a listener accepted. `use` gives it its handlers before any data is read. */
  static accepted(socket: Socket, onClosed: (connection: NodeTcpConnection) => void): NodeTcpConnection {
    const near = { address: socket.localAddress ?? "", port: socket.localPort ?? 0 };
    const far = { address: socket.remoteAddress ?? "", port: socket.remotePort ?? 0 };
    return new NodeTcpConnection(socket, near, far, true, onClosed);
  }

  static connect(
    remote: SocketAddress,
    handlers: TcpHandlers,
    local: SocketAddress | undefined,
    onClosed: (connection: NodeTcpConnection) => void,
  ): NodeTcpConnection {
    const near = local ?? { address: isIPv6(remote.address) ? "::" : "0.0.0.0", port: 0 };
    const refusal = refusalOf(remote, local);
    const socket = refusal === undefined ? open(remote, local) : new NodeSocket();
    const connection = new NodeTcpConnection(socket, near, remote, false, onClosed);
    connection.handlers = handlers;
    if (refusal === undefined) socket.on("connect", () => connection.onConnected());
    else connection.abort(refusal);
    return connection;
  }

  get local(): SocketAddress {
    return this.near;
  }

  get remote(): SocketAddress {
    return this.far;
  }

  use(handlers: TcpHandlers): void {
    this.handlers = handlers;
    handlers.onOpen?.(this);
  }

  send(bytes: Uint8Array): boolean {
    if (this.state !== "open" && this.state !== "connecting") return false;
    const queued = this.socket.writableLength + bytes.length;
    if (queued > MAX_TCP_QUEUE_BYTES) {
      this.abort(
        new SwitchError("NETWORK_QUEUE_FULL", "the peer takes too little of what is sent", { ...this.context(), queued }),
      );
      return false;
    }
    // The stream keeps a reference until the kernel has taken the bytes, while the caller may use its buffer again.
    this.socket.write(Buffer.from(bytes));
    return true;
  }

  end(): void {
    if (this.state !== "open" && this.state !== "connecting") return;
    this.state = "ended";
    this.socket.end();
  }

  destroy(): void {
    this.abort(undefined);
  }

  toString(): string {
    return `tcp ${formatSocketAddress(this.near)} > ${formatSocketAddress(this.far)}`;
  }

  private onConnected(): void {
    if (this.state === "closed") return;
    const { localAddress, localPort } = this.socket;
    this.near = { address: localAddress ?? this.near.address, port: localPort ?? 0 };
    if (this.state === "connecting") this.state = "open";
    this.handlers.onOpen?.(this);
  }

  private abort(error: SwitchError | undefined): void {
    if (this.state === "closed") return;
    const wasConnecting = this.socket.connecting || this.socket.pending;
    this.state = "closed";
    this.failure = error;
    const { handlers } = this;
    // No more data for the owner, while the close is still told, once.
    this.handlers = { onData: () => undefined, onClose: () => handlers.onClose(error) };
    // A connection that is not open yet has nothing to reset, and Node would wait for it to open first.
    if (wasConnecting) this.socket.destroy();
    else this.socket.resetAndDestroy();
  }

  private close(): void {
    this.state = "closed";
    this.onClosed(this);
    const { handlers } = this;
    this.handlers = NOBODY;
    handlers.onClose(this.failure);
  }

  private context() {
    return { local: formatSocketAddress(this.near), remote: formatSocketAddress(this.far) };
  }
}

function open(remote: SocketAddress, local: SocketAddress | undefined): Socket {
  return connect({
    host: remote.address,
    port: remote.port,
    ...(local === undefined ? {} : { localAddress: local.address, ...(local.port === 0 ? {} : { localPort: local.port }) }),
  });
}

function refusalOf(remote: SocketAddress, local: SocketAddress | undefined): SwitchError | undefined {
  const fault = destinationFault(remote) ?? (local === undefined ? undefined : bindFault(local));
  if (fault !== undefined || local === undefined || isIPv6(local.address) === isIPv6(remote.address)) return fault;
  return new SwitchError("NETWORK_ADDRESS_FAMILY", `${local.address} cannot reach ${remote.address}`, { local: local.address });
}
