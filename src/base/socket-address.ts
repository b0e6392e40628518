import { UsageError } from "./errors";

/** An IP address and a port. IPv6 addresses carry no brackets and no zone. */
export interface SocketAddress {
  readonly address: string;
  readonly port: number;
}

/** `192.0.2.1:5060`, `[2001:db8::1]:5060`. */
export function formatSocketAddress({ address, port }: SocketAddress): string {
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}

/**
 * Reads `192.0.2.1:5060`, `[2001:db8::1]:5060`, or either without a port when `defaultPort` is given.
 *
 * @throws {UsageError} `BAD_SOCKET_ADDRESS` when the text is neither, or the port is not in 0..65535.
 */
export function parseSocketAddress(text: string, defaultPort?: number): SocketAddress {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([0-9.]+)|([0-9a-fA-F:]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*))(?::(\d{1,5}))?$/.exec(text);
  const address = match?.[1] ?? match?.[2] ?? match?.[3];
  const port = match?.[4] === undefined ? defaultPort : Number(match[4]);
  if (address === undefined || port === undefined || port > 65535) {
    throw new UsageError("BAD_SOCKET_ADDRESS", `"${text}" is not an address such as 192.0.2.1:5060 or [2001:db8::1]:5060`, {
      text,
    });
  }
  return { address, port };
}

/** True when both name the same address and port, by text. */
export function sameSocketAddress(a: SocketAddress, b: SocketAddress): boolean {
  return a.port === b.port && a.address === b.address;
}
