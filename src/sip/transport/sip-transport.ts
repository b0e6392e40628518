import type { Buffer } from "node:buffer";
import {
  parseSocketAddress,
  sameSocketAddress,
  UsageError,
  type Duration,
  type SocketAddress,
  type SwitchError,
} from "../../base";
import type { Network, TcpConnection, TcpHandlers } from "../../ports";
import { parseMessage, type AnySipMessage, type SipParseFailure, type StreamEvent } from "../message";
import type { SipFlow, SipSender, SipTarget, SipTransportName } from "../transaction";
import type { ClockedWheel } from "./clocked-wheel";
import { TransportCounters } from "./counters";
import { MAX_DATAGRAM_BYTES, type SipTransportLimits } from "./limits";
import { StreamConnection, type ConnectionEnd, type StreamConnectionOwner } from "./stream-connection";
import { TcpEndpoint, type TcpEndpointOwner } from "./tcp-endpoint";
import { TcpRefusals } from "./tcp-refusals";
import type { SipListenAddress, SipTransportEvents } from "./types";
import { UdpEndpoint, type UdpEndpointOwner } from "./udp-endpoint";

/** What reads what the transport receives. Called inside the wheel's input. */
export interface SipReceiver {
  onMessage(message: AnySipMessage, flow: SipFlow): void;
  onMalformed(failure: SipParseFailure, flow: SipFlow): void;
  /** `remote` does not take what is sent to it over `transport`. */
  onUnreachable(transport: SipTransportName, remote: SocketAddress): void;
}

/** What a transport is made of. */
export interface SipTransportOptions extends SipTransportEvents {
  readonly network: Network;
  readonly wheel: ClockedWheel;
  readonly listen: readonly SipListenAddress[];
  readonly limits: SipTransportLimits;
  readonly receiver: SipReceiver;
  /** Errors thrown by what is above; rethrown into the network's callback when absent. */
  readonly onFault?: (error: unknown) => void;
}

/** Codes by which a network says that a peer cannot be reached, with the address in `to`. */
const UNREACHABLE_CODES: ReadonlySet<string> = new Set([
  "NETWORK_UNREACHABLE",
  "NETWORK_REFUSED",
  "NETWORK_PERMISSION",
  "NETWORK_ADDRESS_FAMILY",
  "NETWORK_BAD_ADDRESS",
]);

/**
 * The transport layer of RFC 3261 section 18 over the Network port: UDP and TCP, IPv4 and IPv6, several addresses.
 *
 * Connections are found by our address and the peer's, whoever opened them, and used for both directions. Nothing that arrives makes
 * a handler throw.
 */
export class SipTransport implements SipSender, UdpEndpointOwner, TcpEndpointOwner, StreamConnectionOwner {
  readonly wheel: ClockedWheel;
  readonly idleTimeout: Duration;
  readonly firstMessageTimeout: Duration;
  readonly connectTimeout: Duration;

  private readonly counted = new TransportCounters();
  private readonly refusals: TcpRefusals;
  private readonly udp: readonly UdpEndpoint[];
  private readonly tcp: readonly TcpEndpoint[];
  private readonly connections = new Map<string, StreamConnection>();
  /** Every connection, those displaced from `connections` by a newer one with the same addresses included. */
  private readonly live = new Set<StreamConnection>();
  /** Inbound connections that have not sent a whole message, oldest first. */
  private readonly unproven = new Set<StreamConnection>();
  private isClosed = false;

  /** @throws {UsageError} `SIP_LISTEN_UNSPECIFIED` when a wildcard is listened on without an advertised address. */
  constructor(private readonly options: SipTransportOptions) {
    const { network, listen, limits } = options;
    this.wheel = options.wheel;
    this.idleTimeout = limits.idleTimeout;
    this.firstMessageTimeout = limits.firstMessageTimeout;
    this.connectTimeout = limits.connectTimeout;
    this.refusals = new TcpRefusals(limits.refusalMemory);
    listen.forEach(checkListenAddress);
    this.udp = listen.filter(({ transport }) => transport === "udp").map((each) => new UdpEndpoint(network, each, this));
    this.tcp = listen.filter(({ transport }) => transport === "tcp").map((each) => new TcpEndpoint(network, each, this));
  }

  get counters(): Readonly<Record<string, number>> {
    return this.counted.values;
  }

  /** TCP connections now, both directions, those that are being opened included. */
  get connectionCount(): number {
    return this.live.size;
  }

  // SipSender

  flowTo(target: SipTarget, size: number): SipFlow | undefined {
    const { remote, local } = target;
    const transport = target.transport ?? this.transportFor(remote, local, size);
    const endpoint = this.endpointFor(transport, remote, local);
    return endpoint === undefined ? undefined : { transport, local: endpoint.presented, remote };
  }

  send(bytes: Buffer, flow: SipFlow, onFailure: (() => void) | undefined, alternative?: SocketAddress): void {
    if (this.isClosed) return;
    if (flow.transport === "udp") this.sendDatagram(bytes, flow, onFailure);
    else this.sendOnStream(bytes, flow, onFailure, alternative);
  }

  /** Stops listening and ends every connection. Harmless when repeated. */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    for (const endpoint of [...this.udp, ...this.tcp]) endpoint.close();
    for (const connection of [...this.live]) connection.drop("shutdown");
  }

  // What the endpoints tell.

  onListening(endpoint: UdpEndpoint | TcpEndpoint): void {
    this.options.onListening?.(endpoint.transport, endpoint.presented);
  }

  onSocketError(error: SwitchError, endpoint: UdpEndpoint | TcpEndpoint): void {
    const remote = unreachableAddress(error);
    if (remote === undefined) return this.options.onError?.(error, endpoint.listen);
    this.counted.add("unreachable");
    this.guarded(() => this.options.receiver.onUnreachable("udp", remote));
  }

  onDatagram(bytes: Buffer, flow: SipFlow): void {
    if (isKeepAlive(bytes)) return this.counted.add("keepAlives");
    this.counted.add("receivedDatagrams");
    this.guarded(() => {
      this.observe("received", bytes, flow);
      const parsed = parseMessage(bytes);
      if (parsed.ok) this.options.receiver.onMessage(parsed.value, flow);
      else this.options.receiver.onMalformed(parsed.failure, flow);
    });
  }

  onConnection(socket: TcpConnection, endpoint: TcpEndpoint): TcpHandlers {
    return this.wheel.run(() => {
      const flow: SipFlow = { transport: "tcp", local: endpoint.presented, remote: { ...socket.remote } };
      const connection = new StreamConnection(this, flow, true);
      connection.attach(socket);
      if (this.hasRoom(true)) this.admit(connection);
      else connection.drop("displaced");
      return this.handlersOf(connection);
    });
  }

  // What the connections tell.

  onOpen(connection: StreamConnection): void {
    this.counted.add("openedConnections");
    this.refusals.forget(connection.flow.remote);
  }

  onStreamEvent(event: Exclude<StreamEvent, { kind: "ping" }>, connection: StreamConnection): void {
    if (connection.isProven) this.unproven.delete(connection);
    const { flow } = connection;
    this.guarded(() => {
      this.observe("received", event.bytes, flow);
      if (event.kind === "message") this.options.receiver.onMessage(event.message, flow);
      else this.options.receiver.onMalformed(event.failure, flow);
    });
  }

  onKeepAlive(): void {
    this.counted.add("keepAlives");
  }

  onEnd(connection: StreamConnection, end: ConnectionEnd): void {
    const key = connectionKey(connection.flow.local, connection.flow.remote);
    if (this.connections.get(key) === connection) this.connections.delete(key);
    this.live.delete(connection);
    this.unproven.delete(connection);
    this.guarded(() => this.tellEnd(connection, end));
  }

  private tellEnd(connection: StreamConnection, end: ConnectionEnd): void {
    const { remote } = connection.flow;
    const failures = connection.takeFailures();
    const isConnectFailure = end.kind === "closed" ? !end.wasOpen : end.reason === "connectTimeout";
    if (isConnectFailure && !connection.isInbound) {
      this.counted.add("failedConnects");
      this.refusals.remember(remote, this.wheel.now);
    } else if (end.kind === "closed" && end.error !== undefined) {
      this.counted.add("resetConnections");
      this.options.receiver.onUnreachable("tcp", remote);
    } else if (end.kind === "dropped") this.countDrop(end.reason);
    for (const onFailure of failures) onFailure();
  }

  private countDrop(reason: Extract<ConnectionEnd, { kind: "dropped" }>["reason"]): void {
    if (reason === "idle") this.counted.add("idleConnections");
    if (reason === "framing") this.counted.add("framingErrors");
    if (reason === "displaced") this.counted.add("displacedConnections");
  }

  // Sending

  private sendDatagram(bytes: Buffer, flow: SipFlow, onFailure: (() => void) | undefined): void {
    const endpoint =
      this.udp.find(({ presented }) => presented === flow.local) ?? this.endpointFor("udp", flow.remote, flow.local);
    const isTooLarge = bytes.length > MAX_DATAGRAM_BYTES;
    if (isTooLarge || endpoint === undefined || endpoint.transport !== "udp") return this.failLater(onFailure);
    this.counted.add("sentDatagrams");
    this.observe("sent", bytes, flow);
    endpoint.send(bytes, flow.remote);
  }

  private sendOnStream(
    bytes: Buffer,
    flow: SipFlow,
    onFailure: (() => void) | undefined,
    alternative: SocketAddress | undefined,
  ): void {
    const known = this.connections.get(connectionKey(flow.local, flow.remote));
    const connection = known ?? this.connect({ transport: "tcp", local: flow.local, remote: alternative ?? flow.remote });
    if (connection === undefined) return this.failLater(onFailure);
    this.observe("sent", bytes, connection.flow);
    if (!connection.send(bytes, onFailure)) this.failLater(onFailure);
  }

  /** The connection on `flow`, opened when there is none; undefined at the limit or without a listener to stand for it. */
  private connect(flow: SipFlow): StreamConnection | undefined {
    const known = this.connections.get(connectionKey(flow.local, flow.remote));
    if (known !== undefined) return known;
    const endpoint = this.endpointFor("tcp", flow.remote, flow.local);
    if (endpoint === undefined || !this.hasRoom(false)) return undefined;
    const connection = new StreamConnection(this, flow, false);
    const local = { address: endpoint.listen.local.address, port: 0 };
    connection.attach(this.options.network.connectTcp(flow.remote, this.handlersOf(connection), { local }));
    this.admit(connection);
    return connection;
  }

  private handlersOf(connection: StreamConnection): TcpHandlers {
    return {
      onOpen: () => this.guarded(() => connection.onOpen()),
      onData: (bytes) => this.guarded(() => connection.onData(bytes)),
      onClose: (error) => this.guarded(() => connection.onClose(error)),
    };
  }

  private admit(connection: StreamConnection): void {
    this.connections.set(connectionKey(connection.flow.local, connection.flow.remote), connection);
    this.live.add(connection);
    if (!connection.isInbound) return;
    this.unproven.add(connection);
    this.counted.add("acceptedConnections");
  }

  private hasRoom(isInbound: boolean): boolean {
    if (this.live.size < this.options.limits.maxConnections) return true;
    const [oldest] = isInbound ? this.unproven : [];
    oldest?.drop("displaced");
    if (oldest === undefined) this.counted.add("refusedConnections");
    return oldest !== undefined;
  }

  /** The caller of `send` is in the middle of something: it hears of the failure with the next turn of the wheel. */
  private failLater(onFailure: (() => void) | undefined): void {
    this.counted.add("unsendable");
    if (onFailure !== undefined) this.wheel.in(0 as Duration, "send failure", onFailure);
  }

  // Choosing where to send from

  private transportFor(remote: SocketAddress, local: SocketAddress | undefined, size: number): SipTransportName {
    const isLarge = size > this.options.limits.maxDatagramRequest;
    const hasUdp = this.endpointFor("udp", remote, local) !== undefined;
    if (hasUdp && (!isLarge || this.refusals.has(remote, this.wheel.now))) return "udp";
    return this.endpointFor("tcp", remote, local) === undefined ? "udp" : "tcp";
  }

  private endpointFor(
    transport: SipTransportName,
    remote: SocketAddress,
    local: SocketAddress | undefined,
  ): UdpEndpoint | TcpEndpoint | undefined {
    const endpoints: readonly (UdpEndpoint | TcpEndpoint)[] = transport === "udp" ? this.udp : this.tcp;
    let atAddress: UdpEndpoint | TcpEndpoint | undefined;
    for (const endpoint of endpoints) {
      const { presented } = endpoint;
      if (presented.port === 0 || !isSameFamily(presented.address, remote.address)) continue;
      if (local === undefined || sameSocketAddress(presented, local)) return endpoint;
      if (presented.address === local.address) atAddress ??= endpoint;
    }
    return atAddress;
  }

  private observe(direction: "received" | "sent", bytes: Buffer, flow: SipFlow): void {
    this.options.onMessage?.(direction, bytes, flow, this.wheel.now);
  }

  private guarded(work: () => void): void {
    this.wheel.enter();
    try {
      work();
    } catch (error) {
      if (this.options.onFault === undefined) throw error;
      this.options.onFault(error);
    } finally {
      this.wheel.leave();
    }
  }
}

function checkListenAddress({ local, advertised }: SipListenAddress): void {
  const isWildcard = local.address === "0.0.0.0" || local.address === "::";
  if (!isWildcard || advertised !== undefined) return;
  throw new UsageError(
    "SIP_LISTEN_UNSPECIFIED",
    `listening on ${local.address} needs an advertised address: peers are told it in Via and Contact`,
    {
      address: local.address,
      port: local.port,
    },
  );
}

function connectionKey(local: SocketAddress, remote: SocketAddress): string {
  return `${local.address} ${local.port} ${remote.address} ${remote.port}`;
}

function isSameFamily(a: string, b: string): boolean {
  return a.includes(":") === b.includes(":");
}

/** A datagram of line ends or zeros, as sent to keep a NAT binding open. */
function isKeepAlive(bytes: Buffer): boolean {
  if (bytes.length > 8) return false;
  return bytes.every((byte) => byte === 0x0d || byte === 0x0a || byte === 0);
}

function unreachableAddress(error: SwitchError): SocketAddress | undefined {
  const { to } = error.context;
  if (!UNREACHABLE_CODES.has(error.code) || typeof to !== "string") return undefined;
  try {
    return parseSocketAddress(to);
  } catch {
    return undefined;
  }
}
