import type { HeaderField, SipResponse } from "../message";
import { challengesOf, type Challenge } from "./challenge";
import { digestAnswer, type DigestCredentials } from "./digest-answer";

const HEADERS = { peer: "Authorization", proxy: "Proxy-Authorization" } as const;

/** Realms that one session answers for. Our choice: the far end and the proxies on the way to it. */
const MAX_REALMS = 4;

interface KnownChallenge {
  readonly challenge: Challenge;
  uses: number;
}

const keyOf = ({ by, realm }: Challenge): string => `${by} ${realm}`;

/**
 * What one session knows of its peer's challenges, and the credentials that answer them.
 *
 * Once answered, a realm's nonce goes with every later request of the session, counted up, so that it is not asked for again
 * (RFC 3261 section 22.3).
 */
export class DigestClient {
  private readonly known = new Map<string, KnownChallenge>();
  /** Those of the last INVITE: its ACK has the same (RFC 3261 section 22.1). */
  private invited: readonly HeaderField[] = [];

  constructor(
    private readonly credentials: DigestCredentials,
    private readonly nextCnonce: () => string,
  ) {}

  /** Authorization and Proxy-Authorization for one request that is sent now; none before the first challenge. */
  headersFor(method: string, uri: string): readonly HeaderField[] {
    const headers = [...this.known.values()].map((known) => this.headerFor(known, method, uri));
    if (method === "INVITE") this.invited = headers;
    return headers;
  }

  /** What the ACK for the last INVITE's 2xx carries. */
  get acknowledging(): readonly HeaderField[] {
    return this.invited;
  }

  /** A new request: it may be challenged afresh. */
  exchange(): DigestExchange {
    return new DigestExchange(this);
  }

  /** Takes a challenge in place of the one before it; false when it asks for what was answered already, or by too many realms. */
  take(challenge: Challenge): boolean {
    const key = keyOf(challenge);
    const before = this.known.get(key)?.challenge;
    if (before?.nonce === challenge.nonce || (before === undefined && this.known.size >= MAX_REALMS)) return false;
    this.known.set(key, { challenge, uses: 0 });
    return true;
  }

  private headerFor(known: KnownChallenge, method: string, uri: string): HeaderField {
    known.uses += 1;
    const request = { method, uri, nonceCount: known.uses, cnonce: this.nextCnonce() };
    return { name: HEADERS[known.challenge.by], value: digestAnswer(known.challenge, this.credentials, request) };
  }
}

/**
 * The challenges that one request met. Each realm is answered once, and once more when it says that nothing but its nonce was too
 * old; whoever asks beyond that does not take this password, and asking on would lock the account.
 */
export class DigestExchange {
  private readonly answered = new Map<string, "once" | "again">();

  constructor(private readonly client: DigestClient) {}

  /** True when `response` is a challenge that the same request, sent again with the client's headers, answers. */
  isAnswerable(response: SipResponse): boolean {
    if (response.status !== 401 && response.status !== 407) return false;
    const challenges = challengesOf(response).filter((challenge) => this.mayAnswer(challenge));
    return challenges.filter((challenge) => this.answers(challenge)).length > 0;
  }

  private mayAnswer(challenge: Challenge): boolean {
    const before = this.answered.get(keyOf(challenge));
    return before === undefined || (before === "once" && challenge.isStale);
  }

  private answers(challenge: Challenge): boolean {
    if (!this.client.take(challenge)) return false;
    const key = keyOf(challenge);
    this.answered.set(key, this.answered.has(key) ? "again" : "once");
    return true;
  }
}
