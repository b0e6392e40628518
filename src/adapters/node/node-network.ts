import type { SocketAddress } from "../../base";
import type {
  Network,
  TcpConnection,
  TcpHandlers,
  TcpListener,
  TcpListenerHandlers,
  UdpHandlers,
  UdpOptions,
  UdpSocket,
} from "../../ports";
import { NodeTcpConnection } from "./node-tcp-connection";
import { NodeTcpListener } from "./node-tcp-listener";
import { NodeUdpSocket } from "./node-udp-socket";

type OpenSocket = NodeUdpSocket | NodeTcpListener | NodeTcpConnection;

/** The machine's sockets. Addresses are literals: no name is ever looked up. */
export class NodeNetwork implements Network {
  private readonly sockets = new Set<OpenSocket>();
  private readonly forget = (socket: OpenSocket): void => void this.sockets.delete(socket);

  udp(options: UdpOptions, handlers: UdpHandlers): UdpSocket {
    return this.remember(new NodeUdpSocket(options, handlers, this.forget));
  }

  listenTcp(local: SocketAddress, handlers: TcpListenerHandlers): TcpListener {
    const owner = {
      onClosed: this.forget,
      onConnectionOpened: (connection: NodeTcpConnection) => void this.sockets.add(connection),
      onConnectionClosed: this.forget,
    };
    return this.remember(new NodeTcpListener(local, handlers, owner));
  }

  connectTcp(remote: SocketAddress, handlers: TcpHandlers, options: { readonly local?: SocketAddress } = {}): TcpConnection {
    return this.remember(NodeTcpConnection.connect(remote, handlers, options.local, this.forget));
  }

  open(): readonly string[] {
    return [...this.sockets].map(String);
  }

  private remember<Kind extends OpenSocket>(socket: Kind): Kind {
    this.sockets.add(socket);
    return socket;
  }
}
