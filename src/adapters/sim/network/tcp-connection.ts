import { formatSocketAddress, seconds, SwitchError, times, type Duration, type SocketAddress } from "../../../base";
import { MAX_TCP_QUEUE_BYTES, type TcpConnection, type TcpHandlers, type Timer } from "../../../ports";
import { bindFault, destinationFault } from "../../address-check";
import { canonicalAddress } from "./addresses";
import type { Binding, HostDeath, HostSocket, HostView, SimulatedHost } from "./simulated-host";
import { SimulatedTcpListener } from "./tcp-listener";
import { SEGMENT_IN_FLIGHT, TcpPipe } from "./tcp-pipe";

/** Tries of a connection request after the first: Linux's tcp_syn_retries; with 1 s doubling it gives up after 127 s. */
export const CONNECT_RETRIES = 6;

const NOTHING = Buffer.alloc(0);
const NOBODY: TcpHandlers = { onData: () => undefined, onClose: () => undefined };

type State = "connecting" | "open" | "ended" | "closed";

/** One end of a simulated TCP connection. */
export class SimulatedTcpConnection implements TcpConnection, HostSocket {
  readonly boundAddress: string;
  private readonly host: SimulatedHost;
  private state: State = "connecting";
  private peer: SimulatedTcpConnection | undefined;
  private pipe: TcpPipe | undefined;
  private early: Buffer[] = [];
  private earlyBytes = 0;
  private endAfterOpen = false;
  private retry: Timer | undefined;

  private constructor(
    private readonly view: HostView,
    readonly local: SocketAddress,
    readonly remote: SocketAddress,
    private handlers: TcpHandlers,
    private readonly ownsPort: boolean,
  ) {
    this.boundAddress = local.address;
    this.host = view.host;
    view.sockets.add(this);
    if (ownsPort) this.host.tcpPorts.add(local.port, this);
  }

  /** Connects from the host of `view`; the outcome reaches `handlers` later. */
  static connect(view: HostView, remote: SocketAddress, handlers: TcpHandlers, local?: SocketAddress): SimulatedTcpConnection {
    const asked = { address: local?.address ?? "", port: local?.port ?? 0 };
    const binding = bindTowards(view.host, remote, asked);
    const to = binding.ok ? { address: canonicalAddress(remote.address), port: remote.port } : remote;
    const connection = new SimulatedTcpConnection(view, binding.ok ? binding.local : asked, to, handlers, binding.ok);
    if (binding.ok) connection.request(0);
    else connection.closeLater(binding.error);
    return connection;
  }

  send(bytes: Uint8Array): boolean {
    if (this.state !== "open" && this.state !== "connecting") return false;
    if (this.state === "connecting" && this.endAfterOpen) return false;
    const queued = (this.pipe?.pending ?? this.earlyBytes) + bytes.length;
    if (queued > MAX_TCP_QUEUE_BYTES) {
      this.abort(new SwitchError("NETWORK_QUEUE_FULL", "the peer takes too little of what is sent", { queued }));
      return false;
    }
    const copy = Buffer.from(bytes);
    if (this.pipe !== undefined) this.sendData(copy);
    else {
      this.early.push(copy);
      this.earlyBytes += copy.length;
    }
    return true;
  }

  end(): void {
    if (this.state === "connecting") this.endAfterOpen = true;
    if (this.state !== "open") return;
    this.state = "ended";
    this.pipe?.push({ bytes: NOTHING, deliver: () => this.peer?.onPeerEnded() });
  }

  destroy(): void {
    this.abort(undefined);
  }

  perish(death: HostDeath): void {
    if (this.state === "closed") return;
    this.handlers = NOBODY;
    if (death === "process" && this.state !== "connecting") this.end();
    else this.pipe?.stop();
    this.release();
  }

  toString(): string {
    return `tcp ${formatSocketAddress(this.local)} > ${formatSocketAddress(this.remote)}`;
  }

  private get network() {
    return this.host.network;
  }

  /** Sends a connection request, again and again as long as nothing comes back. */
  private request(tries: number): void {
    if (this.state !== "connecting") return;
    if (tries > CONNECT_RETRIES)
      return this.close(new SwitchError("NETWORK_TIMEOUT", "the connection request was never answered", this.context()));
    const seen = this.network.sourceSeen("tcp", this.local, this.remote);
    const link = this.network.links.between("tcp", (seen ?? this.local).address, this.remote.address);
    if (link.isUnreachable)
      return this.closeLater(new SwitchError("NETWORK_UNREACHABLE", `no route to ${this.remote.address}`, this.context()));
    const { clock } = this.network;
    const lost =
      seen === undefined || link.fate(() => ({ transport: "tcp", from: seen, to: this.remote, bytes: NOTHING })) !== undefined;
    if (!lost) clock.at(link.arrival(clock.now()), SEGMENT_IN_FLIGHT, () => this.onRequestArrived(seen));
    this.retry = clock.in(times(seconds(1), 2 ** tries), "TCP connection request", () => this.request(tries + 1));
  }

  private onRequestArrived(seen: SocketAddress): void {
    if (this.state !== "connecting" || this.peer !== undefined) return;
    const reached = this.network.destination("tcp", this.local, seen, this.remote);
    if (reached === undefined) return;
    const listener = reached.host.tcpPorts.find(reached.to.address, reached.to.port);
    const back = this.network.links.between("tcp", this.remote.address, seen.address);
    const lost = back.fate(() => ({ transport: "tcp", from: this.remote, to: seen, bytes: NOTHING })) !== undefined;
    if (lost) return;
    const { clock } = this.network;
    const arrival = back.arrival(clock.now());
    if (!(listener instanceof SimulatedTcpListener)) {
      clock.at(arrival, SEGMENT_IN_FLIGHT, () => {
        if (this.state === "connecting") this.close(new SwitchError("NETWORK_REFUSED", "nobody listens there", this.context()));
      });
      return;
    }
    const peer = new SimulatedTcpConnection(listener.view, reached.to, seen, NOBODY, false);
    this.peer = peer;
    peer.peer = this;
    peer.pipe = this.makePipe(peer, this, this.remote, seen);
    clock.at(arrival, SEGMENT_IN_FLIGHT, () => this.onAccepted(peer, listener, seen));
  }

  private onAccepted(peer: SimulatedTcpConnection, listener: SimulatedTcpListener, seen: SocketAddress): void {
    if (this.state !== "connecting") return peer.release();
    this.pipe = this.makePipe(this, peer, seen, this.remote);
    this.state = "open";
    this.retry?.cancel();
    // The last step of the handshake travels before the data, so the listener knows the connection when data comes.
    this.pipe.push({ bytes: NOTHING, deliver: () => peer.onEstablished(listener) });
    const early = this.early;
    this.early = [];
    for (const bytes of early) this.sendData(bytes);
    this.handlers.onOpen?.(this);
    if (this.endAfterOpen) this.end();
  }

  private onEstablished(listener: SimulatedTcpListener): void {
    if (this.state !== "connecting") return;
    this.state = "open";
    this.handlers = listener.accept(this);
    this.handlers.onOpen?.(this);
  }

  private makePipe(near: SimulatedTcpConnection, far: SimulatedTcpConnection, from: SocketAddress, to: SocketAddress): TcpPipe {
    return new TcpPipe(this.network, {
      link: this.network.links.between("tcp", from.address, to.address),
      from,
      to,
      isFarUp: () => far.host.isUp,
      giveUp: () => near.close(new SwitchError("NETWORK_TIMEOUT", "the peer acknowledges nothing", near.context())),
    });
  }

  private sendData(bytes: Buffer): void {
    this.pipe?.push({
      bytes,
      deliver: () => {
        const { peer } = this;
        if (peer === undefined) return;
        if (peer.state === "closed") peer.answerReset();
        else peer.handlers.onData(bytes);
      },
    });
  }

  private onPeerEnded(): void {
    if (this.state === "closed") return;
    // Sockets here are not half-open: the peer's end is answered with ours, behind what is still queued.
    if (this.state === "open") this.end();
    this.close(undefined);
  }

  private onReset(): void {
    this.pipe?.stop();
    this.close(new SwitchError("NETWORK_RESET", "the peer reset the connection", this.context()));
  }

  /** Data reached an end that is gone: its system answers with a reset. */
  private answerReset(): void {
    if (!this.host.isUp || this.peer === undefined) return;
    const { clock } = this.network;
    const link = this.network.links.between("tcp", this.local.address, this.remote.address);
    clock.at(link.arrival(clock.now()), SEGMENT_IN_FLIGHT, () => this.peer?.onReset());
  }

  private abort(error: SwitchError | undefined): void {
    if (this.state === "closed") return;
    if (this.state !== "connecting") this.sendReset();
    this.closeLater(error);
  }

  private sendReset(): void {
    const { clock } = this.network;
    this.pipe?.stop();
    const link = this.network.links.between("tcp", this.local.address, this.remote.address);
    if (link.isPartitioned) return;
    clock.at(link.arrival(clock.now()), SEGMENT_IN_FLIGHT, () => this.peer?.onReset());
  }

  private closeLater(error: SwitchError | undefined): void {
    const { handlers } = this;
    this.handlers = NOBODY;
    this.release();
    this.network.clock.in(0 as Duration, "TCP close", () => handlers.onClose(error));
  }

  private close(error: SwitchError | undefined): void {
    if (this.state === "closed") return;
    const { handlers } = this;
    this.handlers = NOBODY;
    this.release();
    handlers.onClose(error);
  }

  private release(): void {
    const gaveUpConnecting = this.state === "connecting" && this.ownsPort;
    this.state = "closed";
    if (gaveUpConnecting) this.peer?.release();
    this.retry?.cancel();
    this.early = [];
    this.view.sockets.delete(this);
    if (this.ownsPort) this.host.tcpPorts.remove(this.local.port, this);
  }

  private context() {
    return { local: formatSocketAddress(this.local), remote: formatSocketAddress(this.remote) };
  }
}

/** Picks the address and port from which `remote` is reached. */
function bindTowards(host: SimulatedHost, remote: SocketAddress, asked: SocketAddress): Binding {
  const refuse = (code: string, message: string): Binding => ({
    ok: false,
    error: new SwitchError(code, message, { remote: formatSocketAddress(remote) }),
  });
  const fault = destinationFault(remote) ?? (asked.address === "" ? undefined : bindFault(asked));
  if (fault !== undefined) return { ok: false, error: fault };
  const to = canonicalAddress(remote.address);
  if (asked.address !== "") {
    const source = host.sourceFor(canonicalAddress(asked.address), to);
    if (source === undefined) return refuse("NETWORK_ADDRESS_FAMILY", `${asked.address} cannot reach ${to}`);
    return host.bind(host.tcpPorts, { address: source, port: asked.port });
  }
  const source = host.sourceFor(to.includes(":") ? "::" : "0.0.0.0", to);
  if (source === undefined) return refuse("NETWORK_UNREACHABLE", `no route to ${to}`);
  return host.bind(host.tcpPorts, { address: source, port: asked.port });
}
