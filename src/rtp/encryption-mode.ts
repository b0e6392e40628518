/** A value of SS_RTPENCRYPTIONMODE. @see RTP-001 */
export type EncryptionMode = 0 | 1 | 2 | 3;

/** One row of the guides' mode table. */
export interface EncryptionModeRow {
  readonly mode: EncryptionMode;
  readonly name: "None" | "XOR" | "RC4" | "AES128";
  readonly security: "none" | "basic obfuscation" | "moderate" | "strong";
  readonly cpu: "none" | "negligible" | "low" | "moderate";
  readonly bestFor: string;
  readonly payload: string;
  readonly source: string;
}

/** The guides' mode table, by mode. @see RTP-016 to RTP-019 */
export const ENCRYPTION_MODES: readonly [EncryptionModeRow, EncryptionModeRow, EncryptionModeRow, EncryptionModeRow] = [
  {
    mode: 0,
    name: "None",
    security: "none",
    cpu: "none",
    bestFor: "default with no security needed",
    payload: "untouched",
    source: "RTP-016",
  },
  {
    mode: 1,
    name: "XOR",
    security: "basic obfuscation",
    cpu: "negligible",
    bestFor: "low-resource servers",
    payload: "XORed with key bytes",
    source: "RTP-017",
  },
  {
    mode: 2,
    name: "RC4",
    security: "moderate",
    cpu: "low",
    bestFor: "moderate security at acceptable overhead",
    payload: "XORed with RC4 keystream",
    source: "RTP-018",
  },
  {
    mode: 3,
    name: "AES128",
    security: "strong",
    cpu: "moderate",
    bestFor: "sensitive traffic",
    payload: "encrypted in 128-bit blocks",
    source: "RTP-019",
  },
];

/** The number of AES-128 keys, 2^128: about 3.4 x 10^38. @see RTP-056 */
export const AES128_KEYS = 2n ** 128n;

/** True for the four legal values of SS_RTPENCRYPTIONMODE. */
export const isEncryptionMode = (value: unknown): value is EncryptionMode =>
  value === 0 || value === 1 || value === 2 || value === 3;
