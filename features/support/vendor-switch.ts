import type { Lab } from "./lab";

/** A gateway behind which stands another switch, whose only carrier its operator has locked: it answers 503 until that one is back. */
export function leadToSwitch(
  lab: Lab,
  gateway: { readonly gateway: string; readonly switchName: string; readonly prefix: string; readonly priority: number },
): void {
  const { switchName, prefix, priority } = gateway;
  const first = lab.firstSwitch;
  lab.addVendor(first, { name: gateway.gateway, peer: switchName, prefixes: [prefix], priority, switchUntilConnect: true });
  lab.switch(switchName);
  lab.addCustomer(switchName, { name: `from ${first}`, peer: first });
  lab.party("Carrier");
  lab.addVendor(switchName, { name: "Carrier", peer: "Carrier", prefixes: [prefix], lock: "barAllCalls" });
}
