import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { seconds } from "../../base";
import { createResponse, type SipResponse } from "../message";
import { buildLayer, flowOver, PEER, requestText, US, type LayerUnderTest } from "./layer-builder";

const answeringWith = (status: number) =>
  buildLayer({
    onRequest: (request, transaction, layer) =>
      layer.respond(transaction, createResponse(request, status, { toTag: transaction.toTag })),
  });

const lastResponse = ({ sent }: LayerUnderTest): SipResponse => {
  const message = sent.at(-1)?.message;
  assert.ok(message?.kind === "response");
  return message;
};

describe("matching of requests", () => {
  it("takes a request with the same branch, sent-by and method for a retransmission", () => {
    const world = answeringWith(200);
    world.receive(requestText("BYE"));
    world.receive(requestText("BYE"));
    assert.deepEqual(world.told, ["request BYE"]);
    assert.deepEqual(world.lines(), ["200 BYE", "200 BYE"]);
    assert.equal(world.layer.counters["absorbedRequests"], 1);
  });

  it("takes the same branch of another sender for another request", () => {
    const world = answeringWith(200);
    world.receive(requestText("BYE"));
    world.receive(requestText("BYE", { via: "Via: SIP/2.0/UDP 198.51.100.8:5060;branch=z9hG4bKpeer1", callId: "other" }));
    assert.deepEqual(world.told, ["request BYE", "request BYE"]);
  });

  it("takes the same branch with another method for another request", () => {
    const world = answeringWith(200);
    world.receive(requestText("BYE"));
    world.receive(requestText("OPTIONS"));
    assert.deepEqual(world.told, ["request BYE", "request OPTIONS"]);
  });

  describe("without the cookie (RFC 2543)", () => {
    const via = `Via: SIP/2.0/UDP ${PEER.address}:${PEER.port}`;

    it("takes equal Request-URI, tags, Call-ID, CSeq and Via for a retransmission", () => {
      const world = answeringWith(200);
      world.receive(requestText("BYE", { via }));
      world.receive(requestText("BYE", { via }));
      assert.deepEqual(world.told, ["request BYE"]);
    });

    it("tells requests apart that differ in one of them", () => {
      const fields = [
        { uri: "sip:other@192.0.2.1" },
        { toTag: "other" },
        { fromTag: "other" },
        { callId: "other" },
        { cseq: 2 },
        { via: `Via: SIP/2.0/UDP ${PEER.address}:5070` },
        { via: `Via: SIP/2.0/UDP ${PEER.address}:${PEER.port};branch=1` },
        { via: `Via: SIP/2.0/UDP ${PEER.address}:${PEER.port};branch=z9hG4bK` },
      ];
      for (const field of fields) {
        const world = answeringWith(200);
        world.receive(requestText("BYE", { via, toTag: "in-dialog" }));
        world.receive(requestText("BYE", { via, toTag: "in-dialog", ...field }));
        assert.deepEqual(world.told, ["request BYE", "request BYE"], JSON.stringify(field));
      }
    });

    it("matches an ACK by the To tag of the response that was sent", () => {
      const world = answeringWith(486);
      world.receive(requestText("INVITE", { via }));
      const { toTag } = lastResponse(world);
      world.receive(requestText("ACK", { via, toTag: "another" }));
      assert.deepEqual(world.news(), ["request INVITE", "ack"]);
      world.receive(requestText("ACK", { via, toTag: toTag ?? "" }));
      assert.deepEqual(world.news(), []);
      assert.deepEqual(world.wheel.armed(), ["timer I"]);
    });

    it("matches the ACK of a re-INVITE, whose To tag was there before", () => {
      const world = answeringWith(488);
      world.receive(requestText("INVITE", { via, toTag: "dialog" }));
      world.receive(requestText("ACK", { via, toTag: "dialog" }));
      assert.deepEqual(world.told, ["request INVITE"]);
    });

    it("matches a CANCEL", () => {
      const world = answeringWith(180);
      world.receive(requestText("INVITE", { via }));
      world.receive(requestText("CANCEL", { via }));
      assert.deepEqual(world.told, ["request INVITE", "cancel"]);
    });
  });
});

describe("CANCEL", () => {
  it("is answered with 200 and told to the core once when its INVITE has no final response", () => {
    const world = answeringWith(180);
    world.receive(requestText("INVITE"));
    world.receive(requestText("CANCEL"));
    world.receive(requestText("CANCEL"));
    assert.deepEqual(world.lines(), ["180 INVITE", "200 CANCEL", "200 CANCEL"]);
    assert.deepEqual(world.told, ["request INVITE", "cancel"]);
  });

  it("is answered with the To tag of the INVITE's responses", () => {
    const world = answeringWith(180);
    world.receive(requestText("INVITE"));
    const { toTag } = lastResponse(world);
    world.receive(requestText("CANCEL"));
    assert.equal(lastResponse(world).toTag, toTag);
  });

  it("changes nothing after a final response, but is answered with 200", () => {
    for (const status of [200, 486]) {
      const world = answeringWith(status);
      world.receive(requestText("INVITE"));
      world.receive(requestText("CANCEL"));
      assert.deepEqual(world.lines(), [`${status} INVITE`, "200 CANCEL"]);
      assert.deepEqual(world.told, ["request INVITE"]);
    }
  });

  it("of a non-INVITE request changes nothing, but is answered with 200", () => {
    const world = buildLayer();
    world.receive(requestText("INFO"));
    world.receive(requestText("CANCEL"));
    assert.deepEqual(world.lines(), ["200 CANCEL"]);
    assert.deepEqual(world.told, ["request INFO"]);
  });

  it("of nothing is answered with 481 and leaves nothing behind", () => {
    const world = buildLayer();
    world.receive(requestText("CANCEL"));
    assert.deepEqual(world.lines(), ["481 CANCEL"]);
    assert.equal(world.layer.size, 0);
    assert.equal(world.layer.counters["unmatchedCancels"], 1);
  });

  it("is never refused for what it requires", () => {
    const world = answeringWith(180);
    world.receive(requestText("INVITE"));
    world.receive(requestText("CANCEL", { extra: "Require: unheard-of\r\nProxy-Require: unheard-of", maxForwards: 0 }));
    assert.deepEqual(world.told, ["request INVITE", "cancel"]);
  });
});

describe("checks before the core", () => {
  const refused = (text: string): SipResponse => {
    const world = buildLayer();
    world.receive(text);
    assert.deepEqual(world.told, []);
    return lastResponse(world);
  };

  it("refuses a known method that is not allowed with 405 and Allow", () => {
    const response = refused(requestText("REGISTER"));
    assert.equal(response.status, 405);
    assert.equal(response.header("Allow"), "INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, INFO");
  });

  it("refuses an unknown method with 501", () => {
    assert.equal(refused(requestText("NEWMETHOD")).status, 501);
    // Methods are case-sensitive.
    assert.equal(refused(requestText("invite")).status, 501);
  });

  it("refuses a Request-URI of an unknown scheme with 416", () => {
    assert.equal(refused(requestText("INVITE", { uri: "nobodyKnowsThisScheme:totallyopaquecontent" })).status, 416);
    assert.equal(refused(requestText("INVITE", { uri: "sips:+442079460123@192.0.2.1" })).status, 416);
  });

  it("passes tel: URIs", () => {
    const world = buildLayer();
    world.receive(requestText("INVITE", { uri: "tel:+442079460123" }));
    assert.deepEqual(world.told, ["request INVITE"]);
  });

  it("refuses what it would have to send on with Max-Forwards 0 with 483", () => {
    assert.equal(refused(requestText("INVITE", { maxForwards: 0 })).status, 483);
    assert.equal(refused(requestText("INFO", { maxForwards: 0 })).status, 483);
  });

  it("passes OPTIONS and requests inside a dialog with Max-Forwards 0: they end here", () => {
    for (const text of [requestText("OPTIONS", { maxForwards: 0 }), requestText("BYE", { maxForwards: 0, toTag: "dialog" })]) {
      const world = buildLayer();
      world.receive(text);
      assert.equal(world.told.length, 1);
    }
  });

  it("refuses unsupported extensions in Require and Proxy-Require with 420, naming those alone", () => {
    const response = refused(
      requestText("INVITE", { extra: "Require: 100rel, nothingSupportsThis\r\nProxy-Require: norThis, timer" }),
    );
    assert.equal(response.status, 420);
    assert.equal(response.header("Unsupported"), "nothingSupportsThis, norThis");
  });

  it("passes supported extensions in any case", () => {
    const world = buildLayer();
    world.receive(requestText("INVITE", { extra: "Require: 100REL" }));
    assert.deepEqual(world.told, ["request INVITE"]);
  });

  it("asks for the supported extensions anew each time", () => {
    let supported = ["timer"];
    const world = buildLayer({ supportedExtensions: () => supported });
    world.receive(requestText("INVITE", { extra: "Require: timer" }));
    supported = [];
    world.receive(requestText("INVITE", { extra: "Require: timer", branch: "z9hG4bKnext", callId: "next" }));
    assert.deepEqual(world.told, ["request INVITE"]);
    assert.equal(lastResponse(world).status, 420);
  });

  it("refuses through a transaction: the response is retransmitted until its ACK, which the core never sees", () => {
    const world = buildLayer();
    world.receive(requestText("INVITE", { maxForwards: 0 }));
    world.elapse(seconds(2));
    assert.deepEqual(world.lines(), ["483 INVITE", "483 INVITE", "483 INVITE"]);
    world.receive(requestText("ACK", { toTag: lastResponse(world).toTag ?? "" }));
    world.elapse(seconds(10));
    assert.deepEqual(world.lines(), []);
    assert.deepEqual(world.told, []);
    assert.equal(world.layer.size, 0);
  });

  describe("merged requests", () => {
    it("refuses a copy that came over another path with 482, while the first is not yet gone", () => {
      const world = answeringWith(180);
      world.receive(requestText("INVITE", { branch: "z9hG4bKpath1" }));
      world.receive(requestText("INVITE", { branch: "z9hG4bKpath2" }));
      assert.deepEqual(world.lines(), ["180 INVITE", "482 INVITE"]);
      assert.deepEqual(world.told, ["request INVITE"]);
      world.receive(requestText("INVITE", { branch: "z9hG4bKpath3" }));
      assert.deepEqual(world.lines(), ["482 INVITE"]);
    });

    it("does not take a new CSeq, another From tag or a request inside a dialog for a copy", () => {
      for (const fields of [{ cseq: 2 }, { fromTag: "other" }, { toTag: "dialog" }]) {
        const world = answeringWith(180);
        world.receive(requestText("INVITE", { branch: "z9hG4bKpath1" }));
        world.receive(requestText("INVITE", { branch: "z9hG4bKpath2", ...fields }));
        assert.deepEqual(world.lines(), ["180 INVITE", "180 INVITE"], JSON.stringify(fields));
      }
    });

    it("passes the request again once the first is gone", () => {
      const world = answeringWith(200);
      world.receive(requestText("OPTIONS", { branch: "z9hG4bKpath1" }));
      world.elapse(seconds(32));
      world.receive(requestText("OPTIONS", { branch: "z9hG4bKpath2" }));
      assert.deepEqual(world.told, ["request OPTIONS", "request OPTIONS"]);
    });
  });
});

describe("received and rport", () => {
  const topVia = (world: LayerUnderTest): string | undefined => lastResponse(world).values("Via")[0];

  it("leaves a Via alone whose sent-by is the source", () => {
    const world = answeringWith(200);
    world.receive(requestText("OPTIONS"));
    assert.equal(topVia(world), "SIP/2.0/UDP 198.51.100.7:5060;branch=z9hG4bKpeer1");
    assert.deepEqual(world.sent[0]?.flow, flowOver("udp"));
  });

  it("adds received when sent-by differs, and answers to the source at the port of sent-by", () => {
    const world = answeringWith(200);
    const from = { ...flowOver("udp"), remote: { address: "203.0.113.5", port: 40000 } };
    world.receive(requestText("OPTIONS", { via: "Via: SIP/2.0/UDP pbx.example.com:5070;branch=z9hG4bKx" }), from);
    assert.equal(topVia(world), "SIP/2.0/UDP pbx.example.com:5070;branch=z9hG4bKx;received=203.0.113.5");
    assert.deepEqual(world.sent[0]?.flow, { ...from, remote: { address: "203.0.113.5", port: 5070 } });
  });

  it("answers to port 5060 when sent-by has none", () => {
    const world = answeringWith(200);
    const from = { ...flowOver("udp"), remote: { address: "203.0.113.5", port: 40000 } };
    world.receive(requestText("OPTIONS", { via: "Via: SIP/2.0/UDP 203.0.113.5;branch=z9hG4bKx" }), from);
    assert.equal(world.sent[0]?.flow.remote.port, 5060);
  });

  it("fills rport and answers to the source port, from the address the request came to", () => {
    const world = answeringWith(200);
    const from = { ...flowOver("udp"), local: { ...US, port: 5080 }, remote: { address: "203.0.113.5", port: 40000 } };
    world.receive(requestText("OPTIONS", { via: "Via: SIP/2.0/UDP 10.1.1.1:4540;rport;branch=z9hG4bKkjshdyff" }), from);
    assert.equal(topVia(world), "SIP/2.0/UDP 10.1.1.1:4540;rport=40000;branch=z9hG4bKkjshdyff;received=203.0.113.5");
    assert.deepEqual(world.sent[0]?.flow, from);
  });

  it("adds received with rport even when the address is the same", () => {
    const world = answeringWith(200);
    world.receive(requestText("OPTIONS", { via: "Via: SIP/2.0/UDP 198.51.100.7:5060;rport;branch=z9hG4bKx" }));
    assert.equal(topVia(world), "SIP/2.0/UDP 198.51.100.7:5060;rport=5060;branch=z9hG4bKx;received=198.51.100.7");
  });

  it("does not believe received and rport that the sender wrote", () => {
    const world = answeringWith(200);
    world.receive(
      requestText("OPTIONS", { via: "Via: SIP/2.0/UDP 198.51.100.7:5060;received=203.0.113.99;rport=9;branch=z9hG4bKx" }),
    );
    assert.equal(topVia(world), "SIP/2.0/UDP 198.51.100.7:5060;received=198.51.100.7;rport=5060;branch=z9hG4bKx");
    assert.deepEqual(world.sent[0]?.flow.remote, PEER);
  });

  it("answers to maddr when there is one", () => {
    const world = answeringWith(200);
    world.receive(requestText("OPTIONS", { via: "Via: SIP/2.0/UDP 198.51.100.7:5070;maddr=203.0.113.77;branch=z9hG4bKx" }));
    assert.deepEqual(world.sent[0]?.flow.remote, { address: "203.0.113.77", port: 5070 });
  });

  it("does not resolve a name in maddr: the source is used", () => {
    const world = answeringWith(200);
    world.receive(requestText("OPTIONS", { via: "Via: SIP/2.0/UDP 198.51.100.7:5070;maddr=pbx.example.com;branch=z9hG4bKx" }));
    assert.deepEqual(world.sent[0]?.flow.remote, { address: "198.51.100.7", port: 5070 });
  });

  it("answers on the connection over TCP, and names the sent-by port for when it is gone", () => {
    const world = answeringWith(200);
    const from = { ...flowOver("tcp"), remote: { address: "203.0.113.5", port: 40000 } };
    world.receive(requestText("OPTIONS", { via: "Via: SIP/2.0/TCP 10.1.1.1:5090;branch=z9hG4bKx" }), from);
    assert.deepEqual(world.sent[0]?.flow, from);
    assert.deepEqual(world.sent[0]?.alternative, { address: "203.0.113.5", port: 5090 });
  });

  it("keeps the other Vias, comma-joined ones included", () => {
    const world = answeringWith(200);
    const via =
      "v: SIP/2.0/UDP a.example.com;branch=z9hG4bKtop, SIP/2.0/UDP b.example.com;branch=z9hG4bKmiddle\r\nVia: SIP/2.0/UDP c.example.com;branch=z9hG4bKlast";
    world.receive(requestText("OPTIONS", { via }));
    assert.deepEqual(lastResponse(world).values("Via"), [
      "SIP/2.0/UDP a.example.com;branch=z9hG4bKtop;received=198.51.100.7",
      "SIP/2.0/UDP b.example.com;branch=z9hG4bKmiddle",
      "SIP/2.0/UDP c.example.com;branch=z9hG4bKlast",
    ]);
  });

  it("speaks IPv6", () => {
    const world = answeringWith(200);
    const from = {
      transport: "udp" as const,
      local: { address: "2001:db8::1", port: 5060 },
      remote: { address: "2001:db8::9", port: 5062 },
    };
    world.receive(requestText("OPTIONS", { via: "Via: SIP/2.0/UDP [2001:db8::99]:5062;rport;branch=z9hG4bKx" }), from);
    assert.equal(topVia(world), "SIP/2.0/UDP [2001:db8::99]:5062;rport=5062;branch=z9hG4bKx;received=2001:db8::9");
    assert.deepEqual(world.sent[0]?.flow, from);
  });
});

describe("stateless answers", () => {
  it("answers a request over maxTransactions with 503 and Retry-After, keeps nothing, and absorbs the ACK", () => {
    const world = buildLayer({ maxTransactions: 1 });
    world.receive(requestText("INVITE"));
    world.receive(requestText("INVITE", { branch: "z9hG4bKsecond", callId: "second" }));
    const response = lastResponse(world);
    assert.equal(response.status, 503);
    assert.equal(response.header("Retry-After"), "5");
    assert.equal(world.layer.size, 1);
    world.receive(requestText("ACK", { branch: "z9hG4bKsecond", callId: "second", toTag: response.toTag ?? "" }));
    assert.deepEqual(world.told, ["request INVITE"]);
    assert.deepEqual([world.layer.counters["refusedByLimit"], world.layer.counters["statelessAcks"]], [1, 1]);
  });

  it("gives a retransmission the same To tag", () => {
    const world = buildLayer({ maxTransactions: 0 });
    world.receive(requestText("INVITE"));
    const first = lastResponse(world).toTag;
    world.receive(requestText("INVITE"));
    assert.equal(lastResponse(world).toTag, first);
  });

  it("takes a request inside a dialog until there are half as many again, so that a call can end", () => {
    const world = buildLayer({ maxTransactions: 2 });
    world.receive(requestText("INVITE", { branch: "z9hG4bKone" }));
    world.receive(requestText("INVITE", { branch: "z9hG4bKtwo", callId: "call2" }));
    assert.equal(world.layer.counters["refusedByLimit"], 0);
    world.receive(requestText("BYE", { branch: "z9hG4bKbye1", toTag: "to1" }));
    assert.deepEqual(world.news(), ["request INVITE", "request INVITE", "request BYE"]);
    // 2 * 1.5 = 3 are there.
    world.receive(requestText("BYE", { branch: "z9hG4bKbye2", toTag: "to2" }));
    assert.deepEqual([world.news(), world.layer.counters["refusedByLimit"]], [[], 1]);
  });

  it("takes the CANCEL of a known INVITE even at the limit", () => {
    const world = buildLayer({ maxTransactions: 1 });
    world.receive(requestText("INVITE"));
    world.receive(requestText("CANCEL"));
    assert.deepEqual(world.told, ["request INVITE", "cancel"]);
  });
});

describe("strays", () => {
  it("gives a 2xx to INVITE that no transaction takes to the core, and drops any other stray response", () => {
    const world = buildLayer();
    const stray = (status: number, method: string): string =>
      requestText(method, { via: "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKgone" }).replace(
        /^.*\r\n/,
        `SIP/2.0 ${status} Fine\r\n`,
      );
    world.receive(stray(200, "INVITE"));
    world.receive(stray(486, "INVITE"));
    world.receive(stray(200, "BYE"));
    world.receive(stray(200, "INVITE").replace("192.0.2.1:5060;", "192.0.2.2:5060;"));
    assert.deepEqual(world.told, ["stray 200"]);
    assert.deepEqual(world.sent, []);
    assert.deepEqual([world.layer.counters["strayResponses"], world.layer.counters["foreignResponses"]], [2, 1]);
  });

  it("gives an ACK that no transaction takes to the core and never answers it", () => {
    const world = buildLayer();
    world.receive(requestText("ACK", { toTag: "dialog", extra: "Require: unheard-of", maxForwards: 0, uri: "unknown:thing" }));
    assert.deepEqual(world.told, ["ack"]);
    assert.deepEqual(world.sent, []);
  });
});
