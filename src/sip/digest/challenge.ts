import { detached, splitValues, type SipResponse } from "../message";

/** The digests that are answered. RFC 8760 section 2.1 adds SHA-256 to the MD5 of RFC 3261. */
export type DigestAlgorithm = "MD5" | "SHA-256";

/** One challenge that can be answered. Texts in quotes stand as they came, without their quotes. */
export interface Challenge {
  /** Who asks: the far end (401) or a proxy on the way (407). */
  readonly by: "peer" | "proxy";
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | undefined;
  readonly algorithm: DigestAlgorithm;
  /** The algorithm as the challenge spelt it; undefined when it named none, which means MD5. */
  readonly algorithmText: string | undefined;
  /** `qop=auth` is offered; without any qop the answer is the older one of RFC 2617 section 3.2.2.1. */
  readonly hasQop: boolean;
  /** The nonce alone was too old: user name and password were right. */
  readonly isStale: boolean;
}

const HEADERS = { peer: "WWW-Authenticate", proxy: "Proxy-Authenticate" } as const;

const ALGORITHMS: Readonly<Record<string, DigestAlgorithm>> = { md5: "MD5", "sha-256": "SHA-256" };

/** Challenges of one response that are looked at. Our choice: a path has one or two proxies, each with two algorithms. */
const MAX_CHALLENGES = 16;

/**
 * The challenges of a 401 or 407 that can be answered, the topmost of each realm. Those that are not understood are passed over:
 * other schemes, other algorithms, `auth-int` alone. RFC 8760 section 2.4.
 */
export function challengesOf(response: SipResponse): readonly Challenge[] {
  const found: Challenge[] = [];
  for (const by of ["peer", "proxy"] as const) {
    for (const value of response.values(HEADERS[by]).slice(0, MAX_CHALLENGES)) {
      const challenge = readChallenge(by, value);
      const isKnown = found.some((other) => other.by === by && other.realm === challenge?.realm);
      if (challenge !== undefined && !isKnown) found.push(challenge);
    }
  }
  return found;
}

/** True for what can stand between quotes again as it came. */
const isEchoable = (text: string): boolean => /^(?:[^"\\]|\\.)*$/.test(text);

function readChallenge(by: Challenge["by"], value: string): Challenge | undefined {
  const rest = /^\s*digest\s+/i.exec(value);
  if (rest === null) return undefined;
  const parameters = readParameters(value.slice(rest[0].length));
  const [realm, nonce, qop] = [parameters.get("realm"), parameters.get("nonce"), parameters.get("qop")];
  const algorithmText = parameters.get("algorithm");
  const algorithm = ALGORITHMS[(algorithmText ?? "MD5").toLowerCase()];
  const hasQop = qop?.split(",").some((each) => each.trim().toLowerCase() === "auth") === true;
  if (realm === undefined || nonce === undefined || algorithm === undefined || (qop !== undefined && !hasQop)) return undefined;
  const isStale = parameters.get("stale")?.toLowerCase() === "true";
  const opaque = parameters.get("opaque");
  if (![realm, nonce, opaque ?? "", algorithmText ?? ""].every(isEchoable)) return undefined;
  return { by, realm, nonce, opaque, algorithm, algorithmText, hasQop, isStale };
}

/** `name=value, name="value"`; of a repeated name the first value stands. */
function readParameters(text: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const part of splitValues(text)) {
    const equals = part.indexOf("=");
    const name = part.slice(0, Math.max(equals, 0)).trim().toLowerCase();
    const value = part.slice(equals + 1).trim();
    if (name === "" || parameters.has(name)) continue;
    const isQuoted = value.length >= 2 && value.startsWith('"') && value.endsWith('"');
    parameters.set(name, detached(isQuoted ? value.slice(1, -1) : value));
  }
  return parameters;
}
