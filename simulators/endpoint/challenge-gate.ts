import { createHash } from "node:crypto";
import type { Random } from "../../src/ports";
import type { ChallengeTraits } from "./personality";
import { cseqOf, header, headerLines, methodOf, type HeaderText, type SipText } from "./sip-text";

/** Nonces that are remembered; over it the oldest is unknown and its user is asked again. Our choice: one a call. */
const MAX_NONCES = 20_000;

interface Nonce {
  /** Highest count that came with it. */
  count: number;
  uses: number;
  /** The request that was let in with that count: its retransmission is let in as well. */
  last: string;
}

/**
 * Lets in the requests that answer a challenge, and tells what to say to the others. RFC 3261 section 22, RFC 7616 section 3.
 *
 * It reckons digests by itself, apart from the switch's own code on purpose.
 */
export class ChallengeGate {
  private readonly nonces = new Map<string, Nonce>();

  constructor(
    private readonly traits: ChallengeTraits,
    private readonly random: Random,
  ) {}

  /** Headers of the refusal for a request that is not let in; undefined for one that is. */
  refusalOf(request: SipText): readonly HeaderText[] | undefined {
    if (!this.traits.of.includes(methodOf(request) ?? "")) return undefined;
    const answers = headerLines(request, this.isProxy ? "Proxy-Authorization" : "Authorization").map(readDigest);
    const answer = answers.find((each) => each.get("realm") === this.traits.realm);
    if (answer === undefined || !this.isRight(answer, request)) return this.challenge(false);
    return this.isFresh(answer, request) ? undefined : this.challenge(true);
  }

  get status(): 401 | 407 {
    return this.isProxy ? 407 : 401;
  }

  private get isProxy(): boolean {
    return this.traits.by === "proxy";
  }

  private isRight(answer: Digest, request: SipText): boolean {
    const { realm, username, password, algorithms, qop } = this.traits;
    const algorithm = algorithms.find((each) => each === (answer.get("algorithm") ?? "MD5"));
    const [method = "", uri = ""] = request.startLine.split(" ");
    if (algorithm === undefined || answer.get("username") !== username || answer.get("uri") !== uri) return false;
    if (qop !== (answer.get("qop") === "auth")) return false;
    const h = (text: string): string => createHash(algorithm.replace("-", "").toLowerCase()).update(text).digest("hex");
    const middle = ["nonce", ...(qop ? ["nc", "cnonce", "qop"] : [])].map((name) => answer.get(name) ?? "");
    return answer.get("response") === h([h(`${username}:${realm}:${password}`), ...middle, h(`${method}:${uri}`)].join(":"));
  }

  /** The nonce is one of ours, may still be used, and its count goes up. */
  private isFresh(answer: Digest, request: SipText): boolean {
    const nonce = this.nonces.get(answer.get("nonce") ?? "");
    if (nonce === undefined) return false;
    const { number, method } = cseqOf(request);
    const which = `${header(request, "Call-ID")} ${number} ${method}`;
    if (nonce.last === which) return true;
    const count = Number.parseInt(answer.get("nc") ?? "1", 16);
    if (nonce.uses >= (this.traits.nonceUses ?? Infinity) || (this.traits.qop && count <= nonce.count)) return false;
    Object.assign(nonce, { count, uses: nonce.uses + 1, last: which });
    return true;
  }

  private challenge(stale: boolean): readonly HeaderText[] {
    const { realm, algorithms, qop, firstIsStale } = this.traits;
    const nonce = this.random.hex(16);
    const [oldest] = this.nonces.keys();
    if (oldest !== undefined && this.nonces.size >= MAX_NONCES) this.nonces.delete(oldest);
    // A nonce that is not remembered is too old when it comes back.
    if (firstIsStale !== true || stale) this.nonces.set(nonce, { count: 0, uses: 0, last: "" });
    return algorithms.map((algorithm) => ({
      name: this.isProxy ? "Proxy-Authenticate" : "WWW-Authenticate",
      value: [
        `Digest realm="${realm}"`,
        ...(qop ? ['qop="auth"'] : []),
        `nonce="${nonce}"`,
        ...(stale ? ["stale=true"] : []),
        ...(algorithm === "MD5" ? [] : [`algorithm=${algorithm}`]),
      ].join(", "),
    }));
  }
}

type Digest = ReadonlyMap<string, string>;

/** The values of a Digest header; quoted ones without their quotes. */
function readDigest(line: string): Digest {
  const values = new Map<string, string>();
  for (const [, name = "", quoted, plain] of line.matchAll(/(\w+)\s*=\s*(?:"([^"]*)"|([^\s,"]+))/g)) {
    values.set(name.toLowerCase(), quoted ?? plain ?? "");
  }
  return /^\s*digest\s/i.test(line) ? values : new Map();
}
