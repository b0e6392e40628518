import { createHash } from "node:crypto";

/** What may be shown of a secret. */
export interface SecretFingerprint {
  /** First 8 hexadecimal digits of the SHA-256 of its UTF-8 bytes; empty for an empty secret. */
  readonly sha256: string;
  readonly bytes: number;
}

/** Tells whether two secrets are the same without showing either (RTP-164). */
export function fingerprint(secret: string): SecretFingerprint {
  const bytes = Buffer.byteLength(secret);
  return { sha256: bytes === 0 ? "" : createHash("sha256").update(secret, "utf8").digest("hex").slice(0, 8), bytes };
}
