import { transformed, type CallerPools, type ForwardRewriteStep, type PoolSlot } from "../routing";
import type { HeaderField, SipRequest } from "../sip";
import { userText } from "./number";
import type { CallRoutingGateway } from "./types";

/** How calls are shown that were forwarded before they came here. */
export interface ForwardingRules {
  /** FORWARD_SIGNAL_REWRITE_SEQUENCE as the service was started with it (CLI-077). */
  readonly steps: readonly ForwardRewriteStep[];
  /** Where the number of the pool stands: for the caller, or for the party that diverted the call (CLI-070). */
  readonly identity: "from" | "diversion";
  /** The box for ordinary calls is for forwarded ones too (CLI-071). */
  readonly ordinaryPool: boolean;
}

/** A number of a gateway's pool, and where it stands. */
export interface ShownNumber {
  /** Held as long as the attempt. */
  readonly slot: PoolSlot;
  /** Stands for the caller; undefined when the caller's own number is shown. */
  readonly caller: string | undefined;
  /** Stands for the party that diverted the call. */
  readonly diverting: string | undefined;
}

/**
 * Whether somebody has forwarded the call before it came here: a Diversion (RFC 5806), or a History-Info (RFC 7044) of more entries
 * than the one of the first request.
 */
export function isForwarded(invite: SipRequest): boolean {
  return invite.values("Diversion").length > 0 || invite.values("History-Info").length > 1;
}

/** Draws a number of the gateway's pool for a call, if the box for such calls is ticked and a number has room. */
export function drawNumber(
  pools: CallerPools,
  gateway: CallRoutingGateway,
  invite: SipRequest,
  rules: ForwardingRules,
): ShownNumber | undefined {
  if (!isForwarded(invite)) return ordinary(pools.draw(gateway.name));
  const place = rules.steps.indexOf("caller_number_pool");
  const slot = place < 0 ? undefined : pools.draw(gateway.name, "forwarding");
  if (slot === undefined) return rules.ordinaryPool ? ordinary(pools.draw(gateway.name)) : undefined;
  const isTransformedAfter = rules.steps.indexOf("number_transform") > place;
  const number = isTransformedAfter ? transformed(slot.number, gateway.callerTransforms) : slot.number;
  return rules.identity === "from"
    ? { slot, caller: number, diverting: undefined }
    : { slot, caller: undefined, diverting: number };
}

const ordinary = (slot: PoolSlot | undefined): ShownNumber | undefined =>
  slot === undefined ? undefined : { slot, caller: slot.number, diverting: undefined };

const isDiversion = ({ name }: HeaderField): boolean => name.toLowerCase() === "diversion";

/** Headers of which the topmost Diversion names another number. */
export function divertedBy(headers: readonly HeaderField[], number: string): readonly HeaderField[] {
  const top = headers.findIndex(isDiversion);
  return headers.map((header, place) => (place === top ? { ...header, value: withNumber(header.value, number) } : header));
}

/** The first address of a header with another number as its user; a value without such an address stays as it is. */
function withNumber(value: string, number: string): string {
  return value.replace(/\b(sips?:)[^@>,;]+@|\b(tel:)[^>,;]+/i, (_, sip: string | undefined, tel: string | undefined) =>
    sip === undefined ? `${tel}${number}` : `${sip}${userText(number)}@`,
  );
}
