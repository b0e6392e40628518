import type { SocketAddress, SwitchError } from "../base";

/** What a UDP socket tells its owner. Bytes belong to the callee until it returns: copy what is kept. */
export interface UdpHandlers {
  /** Bound and ready; `local` carries the real port when 0 was asked for. Called once, never inside `udp()`. */
  onListening?(local: SocketAddress): void;
  onDatagram(bytes: Buffer, from: SocketAddress): void;
  /**
   * Bind or send failed (`NETWORK_ADDRESS_IN_USE`, `NETWORK_UNREACHABLE`, ...). After a failed bind the socket is closed.
   * For a send, `context.to` is where the datagram was going, as `192.0.2.1:5060` or `[2001:db8::1]:5060`.
   */
  onError(error: SwitchError): void;
}

export interface UdpSocket {
  /** The bound address; port 0 until `onListening`. */
  readonly local: SocketAddress;
  /** Sends one datagram; a failure reaches `onError`. The bytes must stay unchanged until the event loop turns. */
  send(bytes: Uint8Array, to: SocketAddress): void;
  close(): void;
}

/** What a TCP connection tells its owner. */
export interface TcpHandlers {
  onOpen?(connection: TcpConnection): void;
  onData(bytes: Buffer): void;
  /** Called exactly once, with the error when it was not a clean end. */
  onClose(error?: SwitchError): void;
}

export interface TcpConnection {
  readonly local: SocketAddress;
  readonly remote: SocketAddress;
  /** Queues bytes. False when the queue is above {@link MAX_TCP_QUEUE_BYTES}: the connection is then closed with `NETWORK_QUEUE_FULL`. */
  send(bytes: Uint8Array): boolean;
  /** Sends what is queued, then ends. */
  end(): void;
  /** Drops the connection at once. */
  destroy(): void;
}

export interface TcpListener {
  readonly local: SocketAddress;
  /** Stops listening; connections that are open stay. */
  close(): void;
}

export interface TcpListenerHandlers {
  onListening?(local: SocketAddress): void;
  /** Must return the handlers for the new connection. */
  onConnection(connection: TcpConnection): TcpHandlers;
  onError(error: SwitchError): void;
}

/** How much may wait in a TCP connection's send queue; our choice: about 1,000 SIP messages. */
export const MAX_TCP_QUEUE_BYTES = 1_048_576;

export interface UdpOptions {
  readonly local: SocketAddress;
  /** Socket receive buffer in bytes; the system's default when absent. */
  readonly receiveBufferBytes?: number;
}

/**
 * Sockets. Callbacks, not promises, so that no packet costs a microtask; none is called inside the call that made the socket.
 *
 * @see contract suite src/ports/network.contract.ts, which the real and the simulated network both pass.
 */
export interface Network {
  udp(options: UdpOptions, handlers: UdpHandlers): UdpSocket;
  listenTcp(local: SocketAddress, handlers: TcpListenerHandlers): TcpListener;
  /** Connects from `options.local` (any port when 0) or from whatever the system picks. */
  connectTcp(remote: SocketAddress, handlers: TcpHandlers, options?: { readonly local?: SocketAddress }): TcpConnection;
  /** Every open socket, as text such as `udp 127.0.0.1:5060`, so that a leak can be named. */
  open(): readonly string[];
}
