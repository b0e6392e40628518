import type { Lab } from "./lab";

/** Media cross the switch whatever the parties' addresses: both named set-ups are about calls that are heard through it. */
const MEDIA_PROXIED = { SS_MEDIAPROXYMODE: 1 } as const;

/** Customer "Acme", switch "A", vendor "Alpha" for numbers that begin with 44. */
export function standardWholesale(lab: Lab): void {
  lab.party("Acme");
  lab.party("Alpha");
  lab.switch("A").parameters = MEDIA_PROXIED;
  lab.addCustomer("A", { name: "Acme", peer: "Acme" });
  lab.addVendor("A", { name: "Alpha", peer: "Alpha", prefixes: ["44"] });
}

/** Customer "Acme", switch "A", an encrypted leg to switch "B", vendor "Alpha" for numbers that begin with 44. */
export function twoSwitches(lab: Lab): void {
  lab.party("Acme");
  lab.party("Alpha");
  lab.switch("A").parameters = MEDIA_PROXIED;
  lab.switch("B").parameters = MEDIA_PROXIED;
  lab.addCustomer("A", { name: "Acme", peer: "Acme" });
  lab.addVendor("A", { name: "to B", peer: "B", prefixes: ["44"], encrypt: true });
  lab.addCustomer("B", { name: "from A", peer: "A", encrypt: true });
  lab.addVendor("B", { name: "Alpha", peer: "Alpha", prefixes: ["44"] });
}
