import { BlockList, isIP } from "node:net";
import { UsageError } from "../../../base";
import { canonicalAddress } from "./addresses";

/** Which addresses a rule is about: one address, a prefix such as `192.0.2.0/24`, or `*` for all. */
export type AddressPattern = string;

/** A test for `pattern`. @throws {UsageError} `NETWORK_BAD_PATTERN`. */
export function addressMatcher(pattern: AddressPattern): (address: string) => boolean {
  if (pattern === "*") return () => true;
  const [network = "", length] = pattern.split("/");
  const version = isIP(network);
  const bits = Number(length ?? "0");
  if (version === 0 || !Number.isInteger(bits) || bits < 0 || bits > (version === 4 ? 32 : 128)) {
    throw new UsageError("NETWORK_BAD_PATTERN", `"${pattern}" is not an address, a prefix such as 192.0.2.0/24, or *`, {
      pattern,
    });
  }
  if (length === undefined) {
    const only = canonicalAddress(network);
    return (address) => address === only;
  }
  const list = new BlockList();
  const family = version === 4 ? "ipv4" : "ipv6";
  list.addSubnet(network, bits, family);
  return (address) => isIP(address) === version && list.check(address, family);
}
