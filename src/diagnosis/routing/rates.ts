import { moneyOf } from "../../base";
import type { Finding } from "../finding";
import { chainsOf, type ChainLink } from "./chain";
import type { RoutingEvidence, VendorSetting } from "./evidence";

/** From this multiple of the dearest normal rate on, a backup counts as expensive (PRT-087). */
export const EXPENSIVE_FACTOR = 2n;

type Rated = VendorSetting & { readonly rate: string };

const rated = (links: readonly ChainLink[]): readonly Rated[] =>
  links.map(({ gateway }) => gateway).filter((gateway): gateway is Rated => gateway.rate !== undefined);

const dearest = (gateways: readonly Rated[]): bigint =>
  gateways.reduce((most, { rate }) => (moneyOf(rate) > most ? moneyOf(rate) : most), 0n);

/** The last gateway is the dearest and no protect route: FOV-106; far dearer than the others: PRT-089. */
export function dearLastGateway({ setting }: RoutingEvidence): readonly Finding[] {
  const found = new Map<string, Finding>();
  for (const { links } of chainsOf(setting)) {
    const last = links.at(-1)?.gateway;
    const others = rated(links.slice(0, -1));
    if (last?.rate === undefined || others.length === 0 || last.protect) continue;
    if (moneyOf(last.rate) <= dearest(others)) continue;
    const isFar = moneyOf(last.rate) >= dearest(others) * EXPENSIVE_FACTOR;
    if (found.get(last.name)?.severity !== "warning") found.set(last.name, dearFinding(last.name, last.rate, isFar));
  }
  return [...found.values()];
}

const dearFinding = (name: string, rate: string, isFar: boolean): Finding => ({
  rule: isFar ? "ROUTE_PRIORITY_AS_PROTECTION" : "ROUTE_SUGGEST_PROTECT",
  severity: isFar ? "warning" : "info",
  subject: name,
  finding: `${name} costs ${rate} a minute, ${isFar ? "far more than" : "more than"} any gateway before it, and its priority alone keeps it last`,
  cost: "it will carry regular traffic whenever the others are full or refuse for a moment",
  mend: "tick Protect route on it: it is then tried only when every normal gateway has failed",
  behaviours: isFar ? ["PRT-089", "FOV-106"] : ["FOV-106"],
});

/** A dear protect route that is used without any wait (PRT-087). */
export function dearWithoutDelay({ setting, protectDelay }: RoutingEvidence): readonly Finding[] {
  if (protectDelay.seconds > 0) return [];
  const found = new Map<string, Finding>();
  for (const { links } of chainsOf(setting)) {
    const normals = rated(links.filter(({ gateway }) => !gateway.protect));
    for (const { name, rate } of rated(links.filter(({ gateway }) => gateway.protect))) {
      if (normals.length === 0 || moneyOf(rate) < dearest(normals) * EXPENSIVE_FACTOR) continue;
      found.set(name, {
        rule: "ROUTE_PROTECT_DELAY_SHORT",
        severity: "warning",
        subject: name,
        finding: `the protect route ${name} costs ${rate} a minute, at least twice any normal gateway, and the delay is 0 s`,
        cost: "a short outage of the normal gateways is paid at the premium rate",
        mend: "lengthen SS_TRY_PROTECT_ROUTE_DELAY (30 to 60 s for a premium backup), so that normal gateways can come back",
        behaviours: ["PRT-087"],
      });
    }
  }
  return [...found.values()];
}
