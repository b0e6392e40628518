import { isIP } from "node:net";
import { formatSocketAddress, SwitchError, type ErrorContext, type SocketAddress } from "../base";

/**
 * Why `remote` cannot be a destination: no IP address, or a port outside 1..65535. Both may come out of a message, so a
 * platform that throws on them would let a peer end the process.
 */
export function destinationFault(remote: SocketAddress): SwitchError | undefined {
  return fault(remote, 1, "to");
}

/** Why nothing can be bound to `local`: no IP address, or a port outside 0..65535. */
export function bindFault(local: SocketAddress): SwitchError | undefined {
  return fault(local, 0, "local");
}

/** True for a whole number in `lowest..65535`. */
export const isPort = (port: number, lowest: 0 | 1): boolean => port >= lowest && port <= 65_535 && Number.isInteger(port);

function fault(at: SocketAddress, lowestPort: 0 | 1, role: "to" | "local"): SwitchError | undefined {
  const context: ErrorContext = { [role]: formatSocketAddress(at) };
  if (!isPort(at.port, lowestPort)) return new SwitchError("NETWORK_BAD_ADDRESS", `${at.port} is not a port`, context);
  if (isIP(at.address) !== 0) return undefined;
  return new SwitchError("NETWORK_BAD_ADDRESS", `"${at.address}" is not an IP address`, context);
}
