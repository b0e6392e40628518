import type { SocketAddress, WallTime } from "../../base";

/** One UDP datagram or piece of a TCP stream in a capture. */
export interface CapturePacket {
  readonly at: WallTime;
  readonly transport: "udp" | "tcp";
  readonly from: SocketAddress;
  readonly to: SocketAddress;
  readonly bytes: Buffer;
}
