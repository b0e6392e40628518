import type { SocketAddress, WallTime } from "../../../base";

/** Why a packet did not arrive: chance or a rule, a cut link, or nobody there to take it. */
export type PacketFate = "lost" | "partitioned" | "unreachable";

/**
 * One packet as the simulated network saw it when it was sent: a datagram, or one write on a TCP connection.
 * Addresses are those on the public side of a NAT router. The shape is that of `CapturedPacket` in reports/evidence.ts.
 */
export interface SimulatedPacket {
  readonly at: WallTime;
  readonly transport: "udp" | "tcp";
  readonly from: SocketAddress;
  readonly to: SocketAddress;
  /** A copy of its own: nobody changes it later. */
  readonly bytes: Buffer;
  /** Set when the network did not deliver it. */
  readonly fate?: PacketFate;
}

/** Called for each packet at the moment it is sent. */
export type PacketObserver = (packet: SimulatedPacket) => void;
