import type { SocketAddress } from "../base";
import type { GatewayMedia, MediaProxyMode } from "./types";

/** What decides whether a call's media cross the switch. */
export interface MediaQuestion {
  readonly mode: MediaProxyMode;
  readonly mapping: { readonly mediaProxy: GatewayMedia; readonly encrypt: boolean };
  readonly routing: { readonly mediaProxy: GatewayMedia; readonly encrypt: boolean };
  /** Where the offer says that the caller receives, and where its signalling came from. */
  readonly offered: SocketAddress | undefined;
  readonly caller: SocketAddress;
  readonly callee: SocketAddress;
}

/** 10/8, 172.16/12, 192.168/16 and the first 24 bits alike: the nearest to "one network" that addresses alone can tell. */
function sharesNetwork(a: string, b: string): boolean {
  const first = a.split(".");
  return first.length === 4 && first.slice(0, 3).join(".") === b.split(".").slice(0, 3).join(".");
}

/**
 * True when media are proxied.
 *
 * Off (0): never. Must On (3): always. On (1): unless a gateway says off. Auto (2): a gateway that says on, else one that says off,
 * decides; then encryption; then an offer whose address is not where the caller's signalling came from, or parties on two networks.
 * AUD-302 to AUD-312.
 */
export function proxiesMedia(question: MediaQuestion): boolean {
  const { mode, mapping, routing } = question;
  if (mode === 0) return false;
  if (mode === 3) return true;
  const wishes = [mapping.mediaProxy, routing.mediaProxy];
  if (wishes.includes("off")) return false;
  if (mode === 1 || wishes.includes("on") || mapping.encrypt || routing.encrypt) return true;
  if (question.offered?.address !== question.caller.address) return true;
  return !sharesNetwork(question.caller.address, question.callee.address);
}
