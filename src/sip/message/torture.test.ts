import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { createResponse } from "./create";
import { parseMessage } from "./parse";
import { serialize } from "./serialize";
import { tortureCases } from "./torture-cases";
import type { AnySipMessage, SipRequest } from "./types";
import { parseSipUri } from "./uri";

const folder = join(__dirname, "torture");
const bytesOf = (file: string): Buffer => readFileSync(join(folder, `${file}.dat`));

function accepted(file: string): AnySipMessage {
  const result = parseMessage(bytesOf(file));
  assert.ok(result.ok, result.ok ? "" : result.failure.code);
  return result.value;
}

const acceptedRequest = (file: string): SipRequest => {
  const message = accepted(file);
  assert.ok(message.kind === "request");
  return message;
};

/** What the RFC's text tells about the meaning of a message that is well formed. */
const meanings: Readonly<Record<string, () => void>> = {
  wsinv: () => {
    const invite = acceptedRequest("wsinv");
    assert.equal(invite.uri, "sip:vivekg@chair-dnrc.example.com;unknownparam");
    assert.equal(invite.toTag, "1918181833n");
    assert.deepEqual(
      [invite.from.displayName, invite.from.uri, invite.fromTag],
      ['J Rosenberg \\"', "sip:jdrosen@example.com", "98asjd8"],
    );
    assert.equal(invite.maxForwards, 68);
    assert.deepEqual(invite.cseq, { number: 9, method: "INVITE" });
    assert.deepEqual(
      invite.vias.map(({ transport, host, branch }) => [transport, host, branch]),
      [
        ["UDP", "192.0.2.2", "390skdjuw"],
        ["TCP", "spindle.example.com", "z9hG4bK9ikj8"],
        ["UDP", "192.168.255.111", "z9hG4bK30239"],
      ],
    );
    assert.equal(invite.header("Subject"), "");
    assert.equal(invite.header("NewFangledHeader"), "newfangled value continued newfangled value");
    assert.equal(invite.header("UnknownHeaderWithUnusualValue"), ";;,,;;,;");
    assert.deepEqual(invite.values("Route"), ["<sip:services.example.com;lr;unknownwith=value;unknown-no-value>"]);
    const [contact] = invite.contacts;
    assert.equal(contact?.displayName, 'Quoted string ""');
    assert.deepEqual(
      [...(contact?.parameters ?? [])],
      [
        ["newparam", "newvalue"],
        ["secondparam", undefined],
        ["q", "0.33"],
      ],
    );
    assert.equal(invite.body.length, 150);
  },
  intmeth: () => {
    const request = acceptedRequest("intmeth");
    assert.equal(request.method, "!interesting-Method0123456789_*+`.%indeed'~");
    assert.equal(request.to.displayName, "BEL:\x07 NUL:\x00 DEL:\x7f");
    assert.equal(request.from.displayName, "token1~` token2'+_ token3*%!.-");
    assert.equal(request.fromTag, "_token~1'+`*%!-.");
    assert.equal(request.callId, "intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{");
    assert.equal(request.topVia.branch, "z9hG4bK-.!%66*_+`'~");
    assert.equal(request.maxForwards, 255);
  },
  esc01: () => {
    const invite = acceptedRequest("esc01");
    assert.equal(parseSipUri(invite.uri)?.user, "sips:user@example.com");
    assert.equal(parseSipUri(invite.to.uri)?.user, "user");
    assert.equal(parseSipUri(invite.from.uri)?.user, "I have spaces");
    const contact = parseSipUri(invite.contacts[0]!.uri);
    assert.equal(contact?.user, "caller");
    assert.deepEqual(
      [...(contact?.parameters ?? [])],
      [
        ["lr", undefined],
        ["name", "value%41"],
      ],
    );
  },
  escnull: () => {
    const register = acceptedRequest("escnull");
    assert.equal(parseSipUri(register.to.uri)?.user, "null-\0-null");
    assert.deepEqual(
      register.contacts.map(({ uri }) => parseSipUri(uri)?.user),
      ["\0", "\0\0"],
    );
  },
  esc02: () => {
    const request = acceptedRequest("esc02");
    assert.equal(request.method, "RE%47IST%45R");
    assert.equal(request.to.displayName, "%Z%45");
    assert.deepEqual(
      request.contacts.map(({ uri }) => uri),
      ["sip:alias1@host1.example.com", "sip:alias3@host3.example.com"],
    );
  },
  lwsdisp: () => assert.equal(acceptedRequest("lwsdisp").from.displayName, "caller"),
  longreq: () => {
    const invite = acceptedRequest("longreq");
    assert.equal(invite.vias.length, 34);
    assert.equal(invite.fromTag, `12${"982".repeat(50)}424`);
    assert.equal(invite.callId, `longreq.one${"really".repeat(20)}longcallid`);
  },
  dblreq: () => {
    const register = acceptedRequest("dblreq");
    assert.equal(register.method, "REGISTER");
    assert.equal(register.body.length, 0);
    assert.ok(!serialize(register).includes("INVITE"));
  },
  semiuri: () => assert.equal(parseSipUri(acceptedRequest("semiuri").uri)?.user, "user;par=u@example.net"),
  transports: () =>
    assert.deepEqual(
      accepted("transports").vias.map(({ transport }) => transport),
      ["UDP", "SCTP", "TLS", "UNKNOWN", "TCP"],
    ),
  mpart01: () => {
    const message = accepted("mpart01");
    assert.equal(message.contentType, "multipart/mixed");
    assert.equal(message.body.length, 553);
    assert.ok(message.body.includes(0));
    assert.ok(serialize(message).subarray(-553).equals(message.body));
  },
  unreason: () => {
    const response = accepted("unreason");
    assert.ok(response.kind === "response" && response.status === 200);
    assert.match(
      Buffer.from(response.reason, "latin1").toString("utf8"),
      /^= 2\*\*3 \* 5\*\*2 но сто девяносто девять - простое$/,
    );
  },
  noreason: () => {
    const response = accepted("noreason");
    assert.ok(response.kind === "response" && response.status === 100 && response.reason === "");
  },
  unkscm: () => assert.equal(acceptedRequest("unkscm").uri, "nobodyKnowsThisScheme:totallyopaquecontent"),
  unksm2: () => {
    const register = acceptedRequest("unksm2");
    assert.deepEqual(
      [register.to.uri, register.from.uri, register.contacts[0]?.uri],
      ["isbn:2983792873", "http://www.example.com", "name:John_Smith"],
    );
  },
  bext01: () => {
    const request = acceptedRequest("bext01");
    assert.deepEqual(request.values("Require"), ["nothingSupportsThis", "nothingSupportsThisEither"]);
    assert.ok(request.lists("proxy-require", "NORDOANYPROXIESSUPPORTTHIS"));
  },
  bcast: () => assert.equal(accepted("bcast").vias[1]?.host, "255.255.255.255"),
  zeromf: () => assert.equal(acceptedRequest("zeromf").maxForwards, 0),
  cparam01: () => {
    const [contact] = acceptedRequest("cparam01").contacts;
    assert.equal(contact?.uri, "sip:+19725552222@gw1.example.net");
    assert.ok(contact.parameters.has("unknownparam"));
  },
  cparam02: () => {
    const [contact] = acceptedRequest("cparam02").contacts;
    assert.ok(parseSipUri(contact!.uri)?.parameters.has("unknownparam"));
    assert.equal(contact?.parameters.size, 0);
  },
  regescrt: () =>
    assert.equal(parseSipUri(acceptedRequest("regescrt").contacts[0]!.uri)?.headers, "Route=%3Csip:sip.example.com%3E"),
  inv2543: () => {
    const invite = acceptedRequest("inv2543");
    assert.deepEqual([invite.fromTag, invite.topVia.branch, invite.maxForwards], [undefined, undefined, undefined]);
    assert.ok(invite.body.toString("latin1").startsWith("v=0"));
  },
};

describe("the messages of RFC 4475", () => {
  it("are all there, 49 of them", () => {
    assert.equal(tortureCases.length, 49);
    assert.deepEqual(readdirSync(folder).sort(), tortureCases.map(({ file }) => `${file}.dat`).sort());
  });

  for (const { file, section, title, layer, status, code } of tortureCases) {
    if (layer !== "parser") {
      it(`${section} ${title}: ${file} is well formed`, () => {
        const message = accepted(file);
        meanings[file]?.();
        const again = parseMessage(serialize(message));
        assert.ok(again.ok);
        assert.deepEqual(
          again.value.headers.filter(({ name }) => !/^content-length$/i.test(name)),
          message.headers.filter(({ name }) => !/^content-length$/i.test(name)),
        );
      });
      continue;
    }
    it(`${section} ${title}: ${file} is refused with ${status ?? "no answer"}`, () => {
      const result = parseMessage(bytesOf(file));
      assert.ok(!result.ok);
      assert.equal(result.failure.code, code);
      assert.equal(result.failure.answer?.status, status);
      if (status === undefined || result.failure.answer === undefined) return;
      const response = parseMessage(serialize(createResponse(result.failure.answer.request, status, { toTag: "t1" })));
      const viaOfResponse = response.ok ? response.value.topVia : undefined;
      // Where a header that a response copies was the broken one, the response repeats it and cannot be read either.
      if (viaOfResponse !== undefined) assert.equal(viaOfResponse.host, result.failure.answer.request.topVia.host);
    });
  }

  it("refuses the unquoted comma of 3.1.2.15 when its empty line is there too", () => {
    const result = parseMessage(Buffer.concat([bytesOf("baddn"), Buffer.from("\r\n")]));
    assert.ok(!result.ok);
    assert.equal(result.failure.code, "SIP_PARSE_BAD_FROM");
    assert.equal(result.failure.answer?.status, 400);
  });
});
