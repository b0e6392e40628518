import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  cipherOperationsPerSecond,
  ENCRYPTION_COSTS,
  encryptedCapacity,
  encryptionOverhead,
  latencyBudgetShare,
} from "./encryption-cost";
import { AES128_KEYS, ENCRYPTION_MODES, isEncryptionMode } from "./encryption-mode";

describe("encryption modes", () => {
  it("are 0 None, 1 XOR, 2 RC4 and 3 AES128, each at its own place", () => {
    assert.deepEqual(
      ENCRYPTION_MODES.map(({ mode, name, security, cpu }) => [mode, name, security, cpu]),
      [
        [0, "None", "none", "none"],
        [1, "XOR", "basic obfuscation", "negligible"],
        [2, "RC4", "moderate", "low"],
        [3, "AES128", "strong", "moderate"],
      ],
    );
    assert.deepEqual(
      ENCRYPTION_COSTS.map(({ mode }) => mode),
      [0, 1, 2, 3],
    );
  });

  it("are nothing else", () => {
    for (const value of [4, -1, 1.5, "1", "RC4", undefined]) assert.equal(isEncryptionMode(value), false);
  });

  it("AES128 has about 3.4 x 10^38 keys", () => assert.equal(Number(AES128_KEYS).toPrecision(2), "3.4e+38"));
});

describe("encryption cost", () => {
  it("leaves 4348 to 4630 of 5000 calls in mode 3", () => {
    // 5000 / 1.15 and 5000 / 1.08.
    assert.deepEqual(encryptedCapacity(5_000, 3), { low: 4_348, high: 4_630 });
    assert.deepEqual(encryptedCapacity(5_000, 0), { low: 5_000, high: 5_000 });
  });

  it("grows with calls and packet rate", () => {
    assert.equal(cipherOperationsPerSecond(100), 10_000);
    assert.equal(cipherOperationsPerSecond(1_000), 10 * cipherOperationsPerSecond(100));
  });

  it("AES instructions help mode 3 alone", () => {
    assert.deepEqual(encryptionOverhead(3, { aesSpeedup: 2 }), { low: 4, high: 7.5 });
    for (const mode of [0, 1, 2] as const)
      assert.deepEqual(encryptionOverhead(mode, { aesSpeedup: 2 }), encryptionOverhead(mode));
  });

  it("uses under 1 % of the one-way budget", () => {
    // Two operations of 0.5 ms in 150 ms: 0.67 %.
    assert.ok(latencyBudgetShare(3) < 0.01 && latencyBudgetShare(3) > 0.006);
  });
});
