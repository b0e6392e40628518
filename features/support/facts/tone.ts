import { MU_LAW, tone } from "../../../src/codec";

/** Mu-law bytes of a sine that starts at its zero crossing. */
export const encodeMuLawTone = (frequencyHz: number, bytes: number): Buffer =>
  Buffer.from(MU_LAW.encode(tone({ samples: bytes, frequencyHz })));
