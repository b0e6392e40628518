import assert from "node:assert/strict";
import { createCipheriv } from "node:crypto";
import { describe, it } from "node:test";
import { A_LAW, MU_LAW } from "./g711";
import { judgeAudio } from "./judge";
import { speech } from "./speech";
import { silence, tone } from "./tone";

const SPEAKERS = ["alice", "bob", "carol", "+442079460123"];
const SECONDS_4 = 32_000;
const PACKET = 160;

const coded = (samples: Int16Array, law = MU_LAW): Int16Array => law.decode(law.encode(samples));

function delayed(samples: Int16Array, by: number): Int16Array {
  const out = new Int16Array(samples.length + by);
  out.set(samples, by);
  return out;
}

/** Every `every`-th packet, starting with the third, is replaced by silence or left out. */
function losing(samples: Int16Array, every: number, gap: "silence" | "leftOut"): Int16Array {
  const out: number[] = [];
  for (let at = 0; at < samples.length; at += PACKET) {
    const lost = (at / PACKET) % every === 3 % every;
    if (!lost) out.push(...samples.subarray(at, at + PACKET));
    else if (gap === "silence") out.push(...new Array<number>(PACKET).fill(0));
  }
  return Int16Array.from(out);
}

/** The payload under the difference of two XOR keys, each restarting with the packet. */
function keysDiffer(samples: Int16Array, key: string, other: string, law = MU_LAW): Int16Array {
  const [a, b] = [Buffer.from(key), Buffer.from(other)];
  const byteOf = (bytes: Buffer, i: number): number => (bytes.length === 0 ? 0 : (bytes[(i % PACKET) % bytes.length] as number));
  return law.decode(law.encode(samples).map((byte, i) => byte ^ byteOf(a, i) ^ byteOf(b, i)));
}

function ciphertext(samples: Int16Array, law = MU_LAW): Int16Array {
  const cipher = createCipheriv("aes-128-ctr", Buffer.alloc(16, 3), Buffer.alloc(16, 9));
  return law.decode(cipher.update(law.encode(samples)));
}

const verdict = (heard: Int16Array, reference: Int16Array): string => judgeAudio(heard, reference).verdict;

for (const speaker of SPEAKERS) {
  const said = speech(speaker, SECONDS_4);
  describe(`judgeAudio: ${speaker}`, () => {
    it("hears G.711 speech as intelligible in either law and across both", () => {
      for (const heard of [coded(said), coded(said, A_LAW), coded(coded(said), A_LAW), coded(coded(said, A_LAW))]) {
        assert.equal(verdict(heard, said), "intelligible");
      }
    });

    it("finds the delay", () => {
      for (const delay of [0, 1, 160, 1_234, 12_000]) {
        const judged = judgeAudio(delayed(coded(said), delay), said);
        assert.deepEqual([judged.verdict, judged.delaySamples], ["intelligible", delay]);
      }
    });

    it("understands a listener who came in late", () => {
      const judged = judgeAudio(coded(said).subarray(5_001), said);
      assert.deepEqual([judged.verdict, judged.delaySamples], ["intelligible", -5_001]);
    });

    it("keeps 5 % loss intelligible, whether gaps are filled with silence or left out", () => {
      assert.equal(verdict(delayed(losing(coded(said), 20, "silence"), 777), said), "intelligible");
      assert.equal(verdict(delayed(losing(coded(said), 20, "leftOut"), 777), said), "intelligible");
    });

    it("finds a third of the packets lost degraded", () => {
      assert.equal(verdict(losing(coded(said), 3, "silence"), said), "degraded");
    });

    it("finds one wrong XOR key byte of sixteen degraded", () => {
      for (const other of ["abcdefghijklmnoq", "Abcdefghijklmnop", "abcdefghijklmno0"]) {
        assert.equal(verdict(keysDiffer(said, "abcdefghijklmnop", other), said), "degraded", other);
        assert.equal(verdict(keysDiffer(said, "abcdefghijklmnop", other, A_LAW), said), "degraded", other);
      }
    });

    it("hears ciphertext as noise: loud and flat", () => {
      for (const law of [MU_LAW, A_LAW]) {
        const judged = judgeAudio(ciphertext(said, law), said);
        assert.equal(judged.verdict, "noise");
        assert.ok(judged.levelDbm0 > -10, `level ${judged.levelDbm0}`);
        assert.ok(judged.flatness > 0.9, `flatness ${judged.flatness}`);
      }
    });

    it("hears XOR against clear as noise", () => {
      for (const law of [MU_LAW, A_LAW]) assert.equal(verdict(keysDiffer(said, "abcdefghijklmnop", "", law), said), "noise");
    });

    it("hears nothing as silence", () => {
      assert.equal(verdict(silence(SECONDS_4), said), "silence");
      assert.equal(verdict(new Int16Array(0), said), "silence");
      assert.equal(verdict(A_LAW.decode(new Uint8Array(SECONDS_4).fill(A_LAW.silence)), said), "silence");
    });

    it("does not take another speaker or a tone for this one", () => {
      for (const other of SPEAKERS.filter((name) => name !== speaker)) {
        assert.equal(verdict(coded(speech(other, SECONDS_4)), said), "noise", other);
      }
      assert.equal(verdict(tone({ samples: SECONDS_4 }), said), "noise");
    });

    it("finds speech under steady hiss degraded", () => {
      const hiss = ciphertext(said);
      const heard = said.map((sample, i) => sample + Math.round((hiss[i] as number) * 0.12));
      assert.equal(verdict(heard, said), "degraded");
    });

    it("minds no change of volume", () => {
      assert.equal(
        verdict(
          coded(said).map((sample) => sample / 2),
          said,
        ),
        "intelligible",
      );
    });
  });
}

describe("judgeAudio: a tone", () => {
  it("is recognised whole, and its ciphertext is noise", () => {
    const played = tone({ samples: 40_000 });
    assert.equal(verdict(delayed(coded(played), 333), played), "intelligible");
    assert.equal(verdict(ciphertext(played), played), "noise");
  });
});
