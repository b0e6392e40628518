import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { formatSipUri, parseSipUri } from "./uri";
import { sameSipUri } from "./uri-comparison";

describe("parseSipUri", () => {
  it("reads every part and decodes each escape once", () => {
    const uri = parseSipUri("SIPS:a%20b:p%3Aw@[2001:db8::1]:5061;Transport=TCP;lr;x=%2541?Subject=a&b=c");
    assert.deepEqual(
      { ...uri, parameters: [...(uri?.parameters ?? [])] },
      {
        scheme: "sips",
        user: "a b",
        password: "p:w",
        host: "2001:db8::1",
        port: 5061,
        parameters: [
          ["transport", "TCP"],
          ["lr", undefined],
          ["x", "%41"],
        ],
        headers: "Subject=a&b=c",
      },
    );
  });

  it("takes everything before the first @ as user, separators included", () => {
    assert.equal(parseSipUri("sip:u;p=1?q/x,&=+$@example.com")?.user, "u;p=1?q/x,&=+$");
  });

  it("refuses other schemes and broken parts", () => {
    const broken = [
      "tel:+442079460123",
      "sip:",
      "sip:@h",
      "sip::p@h",
      "sip:a@",
      "sip:a@b@c",
      "sip:a@h:",
      "sip:a@h:0",
      "sip:a@h:70000",
      "sip:a@h;",
      "sip:a@h;;x",
    ];
    broken.push(
      "sip:a b@h",
      "sip:<a>@h",
      "sip:a%4@h",
      "sip:a%zz@h",
      "sip:a@[::1",
      "sip:a@[]",
      "sip:a@h x",
      "sip:a@h/x",
      "sip",
      "",
    );
    for (const text of broken) assert.equal(parseSipUri(text), undefined, text);
  });

  it("reads back what formatSipUri wrote", () => {
    const text = fc.string({
      unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
      minLength: 1,
      maxLength: 12,
    });
    const uri = fc.record({
      scheme: fc.constantFrom("sip" as const, "sips" as const),
      user: fc.option(text, { nil: undefined }),
      host: fc.constantFrom("example.com", "192.0.2.1", "2001:db8::1"),
      port: fc.option(fc.integer({ min: 1, max: 65_535 }), { nil: undefined }),
      parameters: fc.dictionary(
        text.map((name) => name.toLowerCase()),
        fc.option(text, { nil: undefined }),
        { maxKeys: 3 },
      ),
    });
    fc.assert(
      fc.property(uri, ({ parameters, ...parts }) => {
        const expected = { ...parts, password: undefined, parameters: new Map(Object.entries(parameters)), headers: undefined };
        assert.deepEqual(parseSipUri(formatSipUri(expected)), expected);
      }),
    );
  });
});

describe("sameSipUri", () => {
  it("holds for the pairs that RFC 3261 section 19.1.4 calls equivalent", () => {
    const same = [
      ["sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtLanTa.CoM;Transport=tcp"],
      ["sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5"],
      ["sip:carol@chicago.com", "sip:carol@chicago.com;security=on"],
      [
        "sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com",
        "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com",
      ],
      ["sip:alice@atlanta.com?subject=project%20x&priority=urgent", "sip:alice@atlanta.com?priority=urgent&subject=project%20x"],
    ] as const;
    for (const [a, b] of same) assert.ok(sameSipUri(a, b) && sameSipUri(b, a), `${a} ${b}`);
  });

  it("fails for the pairs that it calls different", () => {
    const different = [
      ["SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP"],
      ["sip:bob@biloxi.com", "sip:bob@biloxi.com:5060"],
      ["sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp"],
      ["sip:bob@biloxi.com", "sip:bob@biloxi.com:6000;transport=tcp"],
      ["sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting"],
      ["sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4"],
      ["sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off"],
      ["sip:a@h", "sips:a@h"],
      ["sip:a@h;user=phone", "sip:a@h"],
      ["tel:1", "tel:1"],
    ] as const;
    for (const [a, b] of different) assert.ok(!sameSipUri(a, b) && !sameSipUri(b, a), `${a} ${b}`);
  });
});
