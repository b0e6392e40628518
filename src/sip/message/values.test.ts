import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { parseCSeq } from "./cseq";
import { headerIs } from "./header-names";
import { formatNameAddress, parseNameAddress } from "./name-address";
import { splitValues } from "./value-list";
import { formatVia, parseVia } from "./via";

const bytes = (minLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)), minLength, maxLength: 12 });
const name = fc.stringMatching(/^[a-z0-9.!%*_+`'~-]{1,8}$/);

describe("parseNameAddress", () => {
  it("reads every form", () => {
    const forms = [
      [
        "sip:a@192.0.2.1;tag=1;X=y",
        "",
        "sip:a@192.0.2.1",
        [
          ["tag", "1"],
          ["x", "y"],
        ],
      ],
      ["<sip:a@192.0.2.1;lr>;tag=1", "", "sip:a@192.0.2.1;lr", [["tag", "1"]]],
      ['"A \\"B\\" <c>"<sip:a@192.0.2.1>', 'A "B" <c>', "sip:a@192.0.2.1", []],
      ["A. Bell <tel:+442079460123> ; tag = 1", "A. Bell", "tel:+442079460123", [["tag", "1"]]],
      ['<sip:a@192.0.2.1>;+sip.instance="<urn:uuid:1>"', "", "sip:a@192.0.2.1", [["+sip.instance", "<urn:uuid:1>"]]],
      [
        "<sip:a@192.0.2.1>;received=[2001:db8::1];x",
        "",
        "sip:a@192.0.2.1",
        [
          ["received", "[2001:db8::1]"],
          ["x", undefined],
        ],
      ],
      ["<sip:a@192.0.2.1>;x=1;X=2", "", "sip:a@192.0.2.1", [["x", "1"]]],
    ] as const;
    for (const [text, displayName, uri, parameters] of forms) {
      const address = parseNameAddress(text);
      assert.deepEqual(
        [address?.displayName, address?.uri, [...(address?.parameters ?? [])]],
        [displayName, uri, parameters],
        text,
      );
    }
  });

  it("refuses what is ambiguous or broken", () => {
    const broken = [
      "",
      "<>",
      "<sip:a@h",
      "sip:a@h>",
      '"a" sip:a@h',
      '"a <sip:a@h>',
      "a, b <sip:a@h>",
      "sip:a@h?x=1",
      "sip:a@h,x",
      "< sip:a@h>",
    ];
    broken.push(
      "<sip:a@h>;",
      "<sip:a@h>;;x",
      "<sip:a@h>;=x",
      "<sip:a@h>;tag=",
      "<sip:a@h>;tag",
      "<sip:a@h> <sip:b@h>",
      '<sip:a@h>;x="',
      "a@h",
      "sip:",
    );
    for (const text of broken) assert.equal(parseNameAddress(text), undefined, text);
  });

  it("reads back what formatNameAddress wrote", () => {
    const address = fc.record({
      displayName: bytes(0).filter((text) => !/[\r\n]/.test(text)),
      uri: fc.constantFrom("sip:a@192.0.2.1", "tel:+442079460123", "sip:a,b;c?d@[2001:db8::1];x"),
      parameters: fc.dictionary(
        name,
        fc.option(
          bytes(1).filter((text) => !/[\r\n]/.test(text)),
          { nil: undefined },
        ),
        { maxKeys: 3 },
      ),
    });
    fc.assert(
      fc.property(address, ({ parameters, ...parts }) => {
        if ("tag" in parameters && !parameters["tag"]) return;
        const made = { ...parts, parameters: new Map(Object.entries(parameters)) };
        assert.deepEqual(parseNameAddress(formatNameAddress(made)), made);
      }),
    );
  });

  it("is written without line ends, whatever a display name holds", () => {
    assert.equal(formatNameAddress({ displayName: "a\r\nVia: x", uri: "sip:a@192.0.2.1" }), '"a  Via: x" <sip:a@192.0.2.1>');
  });
});

describe("parseVia", () => {
  it("reads what formatVia wrote", () => {
    const via = fc.record({
      transport: fc.constantFrom("UDP", "TCP", "TLS", "WS"),
      host: fc.constantFrom("192.0.2.1", "2001:db8::1", "host_1.example.com"),
      port: fc.option(fc.integer({ min: 1, max: 65_535 }), { nil: undefined }),
      parameters: fc.dictionary(
        name.filter((each) => each !== "branch"),
        fc.option(name, { nil: undefined }),
        { maxKeys: 3 },
      ),
    });
    fc.assert(
      fc.property(via, ({ parameters, ...parts }) => {
        const made = { ...parts, parameters: new Map(Object.entries(parameters)), branch: undefined };
        assert.deepEqual(parseVia(formatVia(made)), made);
      }),
    );
  });

  it("refuses what no response could go to", () => {
    const broken = [
      "",
      "SIP/2.0/UDP",
      "SIP/2.0/UDP192.0.2.1",
      "SIP/2.0 192.0.2.1",
      "SIP/2.0/UDP 192.0.2.1:x",
      "SIP/2.0/UDP 192.0.2.1:0",
    ];
    broken.push(
      "SIP/2.0/UDP [::1",
      "SIP/2.0/UDP 192.0.2.1;",
      "SIP/2.0/UDP 192.0.2.1;branch=",
      "SIP/2.0/UDP ;branch=1",
      "SIP/2.0/UDP a b",
      "/2.0/UDP a",
    );
    for (const text of broken) assert.equal(parseVia(text), undefined, text);
  });
});

describe("parseCSeq", () => {
  it("has a number below 2**31 and a method", () => {
    assert.deepEqual(parseCSeq("0009  INVITE"), { number: 9, method: "INVITE" });
    for (const text of ["", "1", "INVITE", "1INVITE", "-1 INVITE", "2147483648 INVITE", "1 IN VITE", "1 "]) {
      assert.equal(parseCSeq(text), undefined, text);
    }
  });
});

describe("splitValues", () => {
  it("splits at commas outside quotes and angle brackets", () => {
    assert.deepEqual(splitValues('"a, \\", b" <sip:a,b@h>, c,d '), ['"a, \\", b" <sip:a,b@h>', "c", "d"]);
    assert.deepEqual(splitValues("a,,b,"), ["a", "", "b", ""]);
    assert.deepEqual(splitValues('a "b, c'), ['a "b, c']);
  });
});

describe("headerIs", () => {
  it("compares names in any case and by their compact forms", () => {
    assert.ok(headerIs("v", "Via") && headerIs("CALL-ID", "i") && headerIs("x-Own", "X-OWN"));
    assert.ok(!headerIs("Via", "From") && !headerIs("z", "Via"));
  });
});
