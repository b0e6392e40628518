import type { SocketAddress, SwitchError } from "../../base";
import type { Network, UdpHandlers, UdpSocket } from "../../ports";

/** An RTP socket on an even port with its RTCP socket on the next one. */
export interface SocketPair {
  readonly rtp: UdpSocket;
  readonly rtcp: UdpSocket;
  close(): void;
}

export interface SocketPairHandlers {
  onRtpPort(bytes: Buffer, from: SocketAddress): void;
  onRtcpPort(bytes: Buffer, from: SocketAddress): void;
  /** Both are bound, or an error says why not; called once, and not at all after `close`. */
  onBound(error: SwitchError | undefined): void;
  /** A send failed. */
  onSendError(error: SwitchError): void;
}

/** Binds both ports; when one fails the other is closed. */
export function openSocketPair(network: Network, local: SocketAddress, handlers: SocketPairHandlers): SocketPair {
  let bound = 0;
  let settled = false;
  const close = (): void => {
    settled = true;
    pair.rtp.close();
    pair.rtcp.close();
  };
  const half = (onDatagram: UdpHandlers["onDatagram"]): UdpHandlers => ({
    onDatagram,
    onListening() {
      if (++bound < 2 || settled) return;
      settled = true;
      handlers.onBound(undefined);
    },
    onError(error) {
      if (bound === 2) return handlers.onSendError(error);
      if (settled) return;
      close();
      handlers.onBound(error);
    },
  });
  const pair: SocketPair = {
    rtp: network.udp(
      { local },
      half((bytes, from) => handlers.onRtpPort(bytes, from)),
    ),
    rtcp: network.udp(
      { local: { ...local, port: local.port + 1 } },
      half((bytes, from) => handlers.onRtcpPort(bytes, from)),
    ),
    close,
  };
  return pair;
}
