import type { Finding, Severity } from "../finding";
import type { EncryptionSetting } from "./side";

const KEY = "SS_RTPENCRYPTIONKEY";

/** 128 bits: the only key length of AES128 (RTP-007). */
export const AES128_KEY_BYTES = 16;
/** The shortest RC4 key that the guide recommends (RTP-006). */
export const RC4_KEY_MIN_BYTES = 16;
/** 256 bits, the guide's upper bound for RC4 (RTP-008); RC4 as published takes 256 bytes. */
export const RC4_KEY_MAX_BYTES = 32;

/** Keys and key stems that everyone tries first; the first two are the guide's own examples (RTP-161). */
const COMMON_KEYS = [
  "password",
  "encryptionkey",
  "secret",
  "vos3000",
  "carrier",
  "qwerty",
  "letmein",
  "12345678",
  "abcdefgh",
  "mykey",
];

const byteLength = (key: string): number => Buffer.byteLength(key, "utf8");

interface KeyProblem {
  readonly rule: string;
  readonly severity: Severity;
  readonly finding: string;
  readonly cost: string;
  readonly mend: string;
  readonly behaviours: readonly string[];
}

type KeyRule = (setting: EncryptionSetting) => KeyProblem | undefined;

const emptyKey: KeyRule = ({ mode, key }) =>
  mode === 0 || key !== ""
    ? undefined
    : {
        rule: "RTP_KEY_EMPTY",
        severity: "error",
        finding: `mode ${mode} is set and the key is empty`,
        cost: "the relay forwards no media at all rather than clear payload",
        mend: `set ${KEY} to the same value on both sides, or SS_RTPENCRYPTIONMODE to 0`,
        behaviours: ["RTP-011"],
      };

const aesLength: KeyRule = ({ mode, key }) => {
  const bytes = byteLength(key);
  if (mode !== 3 || key === "" || bytes === AES128_KEY_BYTES) return undefined;
  return {
    rule: "RTP_KEY_LENGTH",
    severity: "error",
    finding: `the key is ${bytes} bytes; AES128 needs exactly ${AES128_KEY_BYTES} bytes (128 bits)`,
    cost: "the cipher cannot be initialised and the relay drops the media of each encrypted leg",
    mend: `choose a key of exactly ${AES128_KEY_BYTES} bytes; letters outside ASCII count as two or more; nothing is cut off or padded`,
    behaviours: ["RTP-007", "RTP-009", "RTP-013", "RTP-014"],
  };
};

/** RC4 as published takes keys of 5 to 256 bytes. */
const RC4_USABLE = { least: 5, most: 256 } as const;

const rc4Unusable: KeyRule = ({ mode, key }) => {
  const bytes = byteLength(key);
  if (mode !== 2 || key === "" || (bytes >= RC4_USABLE.least && bytes <= RC4_USABLE.most)) return undefined;
  return {
    rule: "RTP_KEY_LENGTH",
    severity: "error",
    finding: `the key is ${bytes} bytes; RC4 takes ${RC4_USABLE.least} to ${RC4_USABLE.most}`,
    cost: "the cipher cannot be initialised and the relay drops the media of each encrypted leg",
    mend: `choose ${RC4_KEY_MIN_BYTES} to ${RC4_KEY_MAX_BYTES} random letters and digits`,
    behaviours: ["RTP-006", "RTP-014"],
  };
};

const rc4TooShort: KeyRule = ({ mode, key }) => {
  const bytes = byteLength(key);
  if (mode !== 2 || bytes < RC4_USABLE.least || bytes >= RC4_KEY_MIN_BYTES) return undefined;
  return {
    rule: "RTP_KEY_SHORT",
    severity: "warning",
    finding: `the RC4 key is ${bytes} bytes, shorter than ${RC4_KEY_MIN_BYTES}`,
    cost: "calls carry audio when both sides match, but the keystream is weaker than it has to be",
    mend: `choose ${RC4_KEY_MIN_BYTES} to ${RC4_KEY_MAX_BYTES} random letters and digits`,
    behaviours: ["RTP-006"],
  };
};

const rc4TooLong: KeyRule = ({ mode, key }) => {
  const bytes = byteLength(key);
  if (mode !== 2 || bytes <= RC4_KEY_MAX_BYTES || bytes > RC4_USABLE.most) return undefined;
  return {
    rule: "RTP_KEY_LONG",
    severity: "warning",
    finding: `the RC4 key is ${bytes} bytes, longer than the documented maximum of ${RC4_KEY_MAX_BYTES} bytes (256 bits)`,
    cost: "a peer that cuts the key at 256 bits will not understand this one; here nothing is cut off",
    mend: `choose ${RC4_KEY_MIN_BYTES} to ${RC4_KEY_MAX_BYTES} random letters and digits`,
    behaviours: ["RTP-008"],
  };
};

/** True when the key repeats one short group, or runs up or down the character table. */
function hasSimplePattern(key: string): boolean {
  for (let period = 1; period <= Math.min(4, key.length >> 1); period += 1) {
    if ([...key].every((letter, index) => letter === key[index % period])) return true;
  }
  const steps = [...key].slice(1).map((letter, index) => letter.charCodeAt(0) - key.charCodeAt(index));
  return steps.length > 3 && (steps.every((step) => step === 1) || steps.every((step) => step === -1));
}

const isCommon = (key: string): boolean => COMMON_KEYS.some((word) => key.toLowerCase().includes(word));

const weakKey: KeyRule = ({ mode, key }) => {
  if (mode === 0 || key === "") return undefined;
  const why = isCommon(key)
    ? "is made of a common word or row of letters"
    : hasSimplePattern(key)
      ? "follows a simple pattern"
      : undefined;
  if (why === undefined) return undefined;
  return {
    rule: "RTP_KEY_WEAK",
    severity: "error",
    finding: `the key ${why}`,
    cost: "whoever taps the leg guesses it in seconds",
    mend: "use randomly generated letters and digits: 16 for AES128, 16 to 32 for RC4",
    behaviours: ["RTP-161"],
  };
};

const shortXorKey: KeyRule = ({ mode, key }) =>
  mode !== 1 || key === "" || byteLength(key) >= 8
    ? undefined
    : {
        rule: "RTP_KEY_XOR_SHORT",
        severity: "info",
        finding: `the XOR key repeats every ${byteLength(key)} bytes`,
        cost: "any length works, but a short period shows at a glance in a capture",
        mend: "use a longer random key, or AES128 where secrecy matters",
        behaviours: ["RTP-005"],
      };

const whiteSpace: KeyRule = ({ key }) => {
  if (key === key.trim()) return undefined;
  return {
    rule: "RTP_KEY_WHITESPACE",
    severity: "warning",
    finding: `the key ${key.trimEnd() === key ? "starts" : "ends"} with white space`,
    cost: "it is part of the key and invisible: a side without it cannot decrypt",
    mend: "copy the key from the other side instead of typing it, and check both for trailing spaces",
    behaviours: ["RTP-077", "RTP-080"],
  };
};

const specialCharacters: KeyRule = ({ key }) => {
  const escaped = [...key.trim()].filter((letter) => !/[0-9A-Za-z]/.test(letter));
  if (escaped.length === 0) return undefined;
  const shown = [...new Set(escaped)].map((letter) =>
    letter === " " ? "space" : letter.charCodeAt(0) > 126 ? "non-ASCII" : letter,
  );
  return {
    rule: "RTP_KEY_SPECIAL_CHARACTERS",
    severity: "warning",
    finding: `the key holds ${escaped.length} character(s) other than letters and digits: ${[...new Set(shown)].join(" ")}`,
    cost: "a layer that escapes them differently (XML, shell) reads another key, and audio comes and goes with the relay that carries it",
    mend: "use letters and digits only",
    behaviours: ["RTP-162", "RTP-082"],
  };
};

const rc4Deprecated: KeyRule = ({ mode }) =>
  mode !== 2
    ? undefined
    : {
        rule: "RTP_RC4_DEPRECATED",
        severity: "info",
        finding: "RC4 has been withdrawn from TLS (RFC 7465) and WEP because the first keystream bytes are biased",
        cost: "treat it as moderate protection only",
        mend: "use AES128 where the traffic is sensitive",
        behaviours: ["RTP-043", "RTP-160"],
      };

const RULES: readonly KeyRule[] = [
  emptyKey,
  aesLength,
  rc4Unusable,
  rc4TooShort,
  rc4TooLong,
  weakKey,
  shortXorKey,
  whiteSpace,
  specialCharacters,
  rc4Deprecated,
];

/**
 * What is wrong with one side's mode and key, without knowing the other side. Lengths count UTF-8 bytes (RTP-013).
 *
 * `subject` names the switch in the findings. No finding repeats the key (RTP-164).
 */
export function lintEncryption(subject: string, setting: EncryptionSetting): readonly Finding[] {
  return RULES.flatMap((rule) => {
    const problem = rule(setting);
    return problem === undefined ? [] : [{ subject, ...problem }];
  });
}
