import { milliseconds, seconds, type Duration } from "../../base";
import type { Random } from "../../ports";

/** Hexadecimal digits of a tag: 64 bits, twice what RFC 3261 section 19.3 asks for. */
const TAG_DIGITS = 16;
/** Hexadecimal digits of a Call-ID: 128 bits. */
const CALL_ID_DIGITS = 32;

/** Hexadecimal digits of a digest's cnonce: 64 bits. Our choice; RFC 7616 section 3.4 leaves it open. */
const CNONCE_DIGITS = 16;

/** Every draw of a user agent, each from a stream of its own. */
export class RandomDraws {
  private readonly tags: Random;
  private readonly callIds: Random;
  private readonly rseqs: Random;
  private readonly glare: Random;
  private readonly retryAfter: Random;
  private readonly cnonces: Random;

  constructor(random: Random) {
    this.tags = random.fork("tag");
    this.callIds = random.fork("call-id");
    this.rseqs = random.fork("rseq");
    this.glare = random.fork("glare");
    this.retryAfter = random.fork("retry-after");
    this.cnonces = random.fork("cnonce");
  }

  tag(): string {
    return this.tags.hex(TAG_DIGITS);
  }

  callId(): string {
    return this.callIds.hex(CALL_ID_DIGITS);
  }

  cnonce(): string {
    return this.cnonces.hex(CNONCE_DIGITS);
  }

  rseqSeed(): number {
    return this.rseqs.uint32();
  }

  /** Wait before an offer that met a 491 is tried again, in steps of 10 ms. RFC 3261 section 14.1. */
  glareWait(ownsCallId: boolean): Duration {
    return milliseconds(10 * (ownsCallId ? this.glare.between(210, 400) : this.glare.between(0, 200)));
  }

  /** Seconds in the Retry-After of a 500 for an overlapping offer. RFC 3261 section 14.2. */
  overlapRetryAfter(): Duration {
    return seconds(this.retryAfter.between(0, 10));
  }
}
