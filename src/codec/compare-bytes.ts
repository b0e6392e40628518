import type { G711 } from "./g711";
import { MU_LAW } from "./g711";
import { SILENCE_DBM0 } from "./judge";
import { levelDbm0 } from "./level";

/** The verdicts of RTP-070 over payload bytes. */
export type ByteVerdict = "clear" | "degraded" | "garbled" | "silence";

export interface ByteComparison {
  readonly verdict: ByteVerdict;
  /** Bytes of the reference that were received unchanged at their place, 0..1. */
  readonly equalShare: number;
}

/**
 * Compares the payload bytes that arrived with those that were sent, place by place.
 *
 * `clear` from 99.9 % equal bytes, `degraded` from 50 %, else `garbled`; `silence` when nothing arrived or what arrived decodes
 * under -50 dBm0 while not being what was sent. Both arguments start at the same packet; bytes that only one of them has count as
 * different.
 *
 * @param law how the payload decodes; mu-law when absent.
 * @see RTP-070
 */
export function compareBytes(heard: Uint8Array, reference: Uint8Array, law: G711 = MU_LAW): ByteComparison {
  const common = Math.min(heard.length, reference.length);
  const longer = Math.max(heard.length, reference.length);
  let equal = 0;
  for (let i = 0; i < common; i++) if (heard[i] === reference[i]) equal++;
  const equalShare = longer === 0 ? 0 : equal / longer;
  if (equalShare >= 0.999) return { verdict: "clear", equalShare };
  if (levelDbm0(law.decode(heard)) < SILENCE_DBM0) return { verdict: "silence", equalShare };
  return { verdict: equalShare >= 0.5 ? "degraded" : "garbled", equalShare };
}
