import { createHash } from "node:crypto";
import type { Challenge, DigestAlgorithm } from "./challenge";

/** User name and password at one vendor. The password leaves this room as a digest alone. */
export interface DigestCredentials {
  readonly username: string;
  readonly password: string;
}

/** The request that is answered for, and the values that make each answer another. */
export interface AnsweredRequest {
  readonly method: string;
  readonly uri: string;
  /** How often this nonce is used, from 1 on. */
  readonly nonceCount: number;
  readonly cnonce: string;
}

const HASHES: Readonly<Record<DigestAlgorithm, string>> = { MD5: "md5", "SHA-256": "sha256" };

const hash = (algorithm: DigestAlgorithm, text: string): string =>
  createHash(HASHES[algorithm]).update(text, "utf8").digest("hex");

const count = (value: number): string => value.toString(16).padStart(8, "0");

/** The value of Authorization or Proxy-Authorization that answers `challenge`. RFC 7616 section 3.4, RFC 3261 section 22.4. */
export function digestAnswer(
  challenge: Challenge,
  { username, password }: DigestCredentials,
  { method, uri, nonceCount, cnonce }: AnsweredRequest,
): string {
  const { realm, nonce, opaque, algorithm, algorithmText, hasQop } = challenge;
  const secret = hash(algorithm, `${username}:${realm}:${password}`);
  const use = hash(algorithm, `${method}:${uri}`);
  const freshness = hasQop ? `${nonce}:${count(nonceCount)}:${cnonce}:auth` : nonce;
  const parts = [
    `username="${username}"`,
    `realm="${realm}"`,
    `nonce="${nonce}"`,
    `uri="${uri}"`,
    `response="${hash(algorithm, `${secret}:${freshness}:${use}`)}"`,
    ...(algorithmText === undefined ? [] : [`algorithm=${algorithmText}`]),
    ...(hasQop ? ["qop=auth", `nc=${count(nonceCount)}`, `cnonce="${cnonce}"`] : []),
    ...(opaque === undefined ? [] : [`opaque="${opaque}"`]),
  ];
  return `Digest ${parts.join(", ")}`;
}
