import { isIP, isIPv4, SocketAddress } from "node:net";
import { SwitchError } from "../../../base";

const canonical = new Map<string, string>();
const MAX_REMEMBERED = 10_000;

/**
 * The one spelling of an IP address: `2001:DB8:0::1` and `2001:db8::1` are the same host.
 *
 * @throws {SwitchError} `NETWORK_BAD_ADDRESS` when the text is no IP address: names are not resolved here.
 */
export function canonicalAddress(text: string): string {
  const known = canonical.get(text);
  if (known !== undefined) return known;
  const version = isIP(text);
  if (version === 0) throw new SwitchError("NETWORK_BAD_ADDRESS", `"${text}" is not an IP address`, { address: text });
  const address = version === 4 ? text : new SocketAddress({ address: text, family: "ipv6" }).address;
  if (canonical.size >= MAX_REMEMBERED) canonical.clear();
  canonical.set(text, address);
  return address;
}

/** True for `0.0.0.0` and `::`, which stand for every address of a host of their family. */
export const isWildcard = (address: string): boolean => address === "0.0.0.0" || address === "::";

/** True when both are IPv4 or both IPv6. */
export const isSameFamily = (a: string, b: string): boolean => isIPv4(a) === isIPv4(b);
