import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { createRequest, createResponse, type SipResponse } from "../message";
import { challengesOf } from "./challenge";
import { digestAnswer } from "./digest-answer";
import { DigestClient } from "./digest-client";

const NAMES = { peer: "WWW-Authenticate", proxy: "Proxy-Authenticate" } as const;

function challenge(by: "peer" | "proxy", ...values: readonly string[]): SipResponse {
  const invite = createRequest({
    method: "INVITE",
    uri: "sip:123@192.0.2.9",
    headers: [
      { name: "From", value: "<sip:1@192.0.2.1>;tag=a" },
      { name: "To", value: "<sip:123@192.0.2.9>" },
      { name: "Call-ID", value: "call" },
      { name: "CSeq", value: "1 INVITE" },
    ],
  });
  return createResponse(invite, by === "peer" ? 401 : 407, { headers: values.map((value) => ({ name: NAMES[by], value })) });
}

const client = (): DigestClient => new DigestClient({ username: "carrierlab", password: "secret" }, () => "0a4f113b");

describe("a challenge", () => {
  it("is read with its quoted and plain values, in any case and order", () => {
    const [read] = challengesOf(
      challenge("proxy", 'DIGEST nonce="a,b=c", QOP="auth-int, auth" , realm="Alpha, Ltd", Stale=TRUE, algorithm=md5, opaque=""'),
    );
    assert.deepEqual(read, {
      by: "proxy",
      realm: "Alpha, Ltd",
      nonce: "a,b=c",
      opaque: "",
      algorithm: "MD5",
      algorithmText: "md5",
      hasQop: true,
      isStale: true,
    });
  });

  const passedOver: readonly (readonly [string, string])[] = [
    ["another scheme", 'Basic realm="alpha"'],
    ["an unknown algorithm", 'Digest realm="alpha", nonce="1", algorithm=SHA-512-256'],
    ["auth-int alone", 'Digest realm="alpha", nonce="1", qop="auth-int"'],
    ["no nonce", 'Digest realm="alpha"'],
    ["no realm", 'Digest nonce="1"'],
    ["nothing", "Digest"],
    ["a quote that has no end", 'Digest realm=al"pha, nonce="1"'],
    ["a backslash before its last quote", 'Digest realm="alpha\\\\\\", nonce="1"'],
  ];
  for (const [what, value] of passedOver) {
    it(`with ${what} is passed over`, () => assert.deepEqual(challengesOf(challenge("peer", value)), []));
  }

  it("of one realm in two algorithms counts by the topmost that is understood (RFC 8760 section 2.4)", () => {
    const offered = ["SHA-512-256", "SHA-256", "MD5"].map((each) => `Digest realm="alpha", nonce="1", algorithm=${each}`);
    assert.deepEqual(
      challengesOf(challenge("peer", ...offered)).map(({ algorithm }) => algorithm),
      ["SHA-256"],
    );
  });
});

describe("any challenge", () => {
  const parts = fc.constantFrom(
    "realm",
    "nonce",
    "opaque",
    "qop",
    "algorithm",
    "stale",
    "=",
    '"',
    "\\",
    ",",
    " ",
    "auth",
    "MD5",
    "a",
  );
  it("is read without a fault, and its answer can be read back with the same realm and nonce", () => {
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 40 }), (words) => {
        for (const read of challengesOf(
          challenge("peer", `Digest realm="r", nonce="n", ${words.join("")}`, `Digest ${words.join("")}`),
        )) {
          const answer = digestAnswer(
            read,
            { username: "u", password: "p" },
            { method: "BYE", uri: "sip:a@b", nonceCount: 1, cnonce: "c" },
          );
          const [again] = challengesOf(challenge("peer", answer));
          assert.deepEqual([again?.realm, again?.nonce, again?.opaque], [read.realm, read.nonce, read.opaque]);
        }
      }),
    );
  });
});

describe("an answer", () => {
  // RFC 7616 section 3.9.1.
  const example = {
    by: "peer",
    realm: "http-auth@example.org",
    nonce: "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
    opaque: "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS",
    hasQop: true,
    isStale: false,
  } as const;
  const mufasa = { username: "Mufasa", password: "Circle of Life" };
  const get = {
    method: "GET",
    uri: "/dir/index.html",
    nonceCount: 1,
    cnonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
  };

  for (const [algorithm, response] of [
    ["MD5", "8ca523f5e9506fed4657c9700eebdbec"],
    ["SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"],
  ] as const) {
    it(`is that of RFC 7616's example in ${algorithm}`, () => {
      const answer = digestAnswer({ ...example, algorithm, algorithmText: algorithm }, mufasa, get);
      assert.equal(
        answer,
        `Digest username="Mufasa", realm="${example.realm}", nonce="${example.nonce}", uri="/dir/index.html", response="${response}", ` +
          `algorithm=${algorithm}, qop=auth, nc=00000001, cnonce="${get.cnonce}", opaque="${example.opaque}"`,
      );
    });
  }

  it("without qop is the older one, with no cnonce (RFC 2617 section 3.2.2.1)", () => {
    const challenge = { ...example, algorithm: "MD5", algorithmText: undefined, hasQop: false, opaque: undefined } as const;
    // echo -n "$(echo -n 'Mufasa:http-auth@example.org:Circle of Life' | md5sum):<nonce>:$(echo -n 'GET:/dir/index.html' | md5sum)" | md5sum
    const response = "7b2cc3b30e75b4777ea31027084363fd";
    assert.equal(
      digestAnswer(challenge, mufasa, get),
      `Digest username="Mufasa", realm="${example.realm}", nonce="${example.nonce}", uri="/dir/index.html", response="${response}"`,
    );
  });

  it("never holds the password", () => {
    const answer = digestAnswer({ ...example, algorithm: "MD5", algorithmText: undefined }, mufasa, get);
    assert.doesNotMatch(answer, /Circle/);
  });
});

describe("the memory of a session", () => {
  const asked = (nonce: string, more = "", by: "peer" | "proxy" = "proxy", realm = "alpha") =>
    challenge(by, `Digest realm="${realm}", nonce="${nonce}", qop="auth"${more}`);
  const numbersOf = (known: DigestClient): readonly string[] =>
    known
      .headersFor("BYE", "sip:123@192.0.2.9")
      .map(({ name, value }) => `${name} ${/nonce="(\w+)".*nc=0*(\d+)/.exec(value)?.slice(1).join(" ")}`);

  it("has nothing to say before the first challenge", () =>
    assert.deepEqual(client().headersFor("INVITE", "sip:1@192.0.2.9"), []));

  it("answers a realm once for one request, and not again: the password is wrong", () => {
    const exchange = client().exchange();
    assert.deepEqual(
      ["1", "2", "3"].map((nonce) => exchange.isAnswerable(asked(nonce))),
      [true, false, false],
    );
  });

  it("answers once more when the nonce alone was too old, and no third time", () => {
    const exchange = client().exchange();
    assert.deepEqual(
      ["1", "2", "3"].map((nonce) => exchange.isAnswerable(asked(nonce, ", stale=true"))),
      [true, true, false],
    );
  });

  it("does not answer a nonce that it has answered already, stale or not", () => {
    const known = client();
    assert.equal(known.exchange().isAnswerable(asked("1")), true);
    assert.equal(known.exchange().isAnswerable(asked("1", ", stale=true")), false);
  });

  it("answers a proxy and the far end for the same request", () => {
    const known = client();
    const exchange = known.exchange();
    assert.equal(exchange.isAnswerable(asked("1")), true);
    assert.equal(exchange.isAnswerable(asked("2", "", "peer")), true);
    assert.deepEqual(numbersOf(known), ["Proxy-Authorization 1 1", "Authorization 2 1"]);
  });

  it("counts each use of a nonce, from 1 again for a new one", () => {
    const known = client();
    known.exchange().isAnswerable(asked("1"));
    assert.deepEqual([numbersOf(known), numbersOf(known)].flat(), ["Proxy-Authorization 1 1", "Proxy-Authorization 1 2"]);
    known.exchange().isAnswerable(asked("2"));
    assert.deepEqual(numbersOf(known), ["Proxy-Authorization 2 1"]);
  });

  it("stops at four realms", () => {
    const exchange = client().exchange();
    const answers = ["a", "b", "c", "d", "e"].map((realm) => exchange.isAnswerable(asked("1", "", "proxy", realm)));
    assert.deepEqual(answers, [true, true, true, true, false]);
  });

  it("takes no other refusal for a challenge", () => {
    const refusal = challenge("peer", 'Digest realm="alpha", nonce="1"');
    assert.equal(
      client()
        .exchange()
        .isAnswerable(
          createResponse(
            createRequest({
              method: "BYE",
              uri: "sip:a@192.0.2.1",
              headers: [
                { name: "From", value: "<sip:1@192.0.2.1>;tag=a" },
                { name: "To", value: "<sip:123@192.0.2.9>" },
                { name: "Call-ID", value: "call" },
                { name: "CSeq", value: "1 BYE" },
              ],
            }),
            403,
            { headers: refusal.headers.filter(({ name }) => name === "WWW-Authenticate") },
          ),
        ),
      false,
    );
  });
});
