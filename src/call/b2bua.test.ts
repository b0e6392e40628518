import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { seconds } from "../base";
import { World, responseOf, requestOf, sdpOf } from "./call-builder";

const mediaLine = (sdp: string | undefined) => /^m=.*$/m.exec(sdp ?? "")?.[0];
const connection = (sdp: string | undefined) => /^c=.*$/m.exec(sdp ?? "")?.[0].trim();
const origin = (sdp: string | undefined) => /^o=.*$/m.exec(sdp ?? "")?.[0].trim();

describe("B2bua", () => {
  describe("an answered call", () => {
    it("goes out on a leg of its own, with the relay's address towards each side", () => {
      const world = new World();
      const a = world.callArrives();
      const b = world.vendor();
      assert.equal(b.outgoing?.uri, "sip:442079460123@198.51.100.1:5060");
      assert.equal(b.outgoing.from, '"Ann" <sip:442079460001@192.0.2.1>');
      assert.equal(b.outgoing.to, "<sip:442079460123@198.51.100.1>");
      assert.deepEqual([connection(b.sdp), mediaLine(b.sdp)?.trim()], ["c=IN IP4 192.0.2.1", "m=audio 10002 RTP/AVP 0 8 101"]);
      b.ringsBack(180);
      b.answers(sdpOf("198.51.100.1", 6000, "0 101"));
      assert.deepEqual([connection(a.sdp), mediaLine(a.sdp)?.trim()], ["c=IN IP4 192.0.2.1", "m=audio 10000 RTP/AVP 0 101"]);
      assert.deepEqual(a.did, ["progress 180", "answer with SDP"]);
      assert.deepEqual(world.media.did, ["open --", "point a 192.0.2.10:4000", "point b 198.51.100.1:6000"]);
    });

    it("leaves one record with both legs, times, codec and media", () => {
      const world = new World();
      const a = world.callArrives();
      world.clock.passes(seconds(0.2));
      world.vendor().ringsBack(180);
      world.clock.passes(seconds(3));
      world.vendor().answers(sdpOf("198.51.100.1", 6000, "8"));
      a.acknowledges();
      world.clock.passes(seconds(30));
      a.hangsUp();
      const record = world.record();
      assert.equal(record.caller, "442079460001");
      assert.equal(record.callee, "442079460123");
      assert.deepEqual([record.callerGateway, record.calleeGateway], ["acme", "vendor"]);
      assert.deepEqual([record.callerCallId, record.calleeCallId], ["a1", "b1"]);
      assert.deepEqual([record.callerIp, record.calleeIp], ["192.0.2.10", "198.51.100.1"]);
      assert.deepEqual([record.callerRtpIp, record.calleeRtpIp], ["192.0.2.10", "198.51.100.1"]);
      assert.deepEqual([record.callerPddMs, record.calleePddMs, record.holdTimeMs], [200, 200, 30_000]);
      assert.equal(record.calleeCodec, "PCMA");
      assert.deepEqual([record.endReason, record.endDirection, record.mediaProxied], ["Normal release", "caller", true]);
      assert.ok(record.media !== undefined && record.answeredAt !== undefined);
      assert.deepEqual(
        record.attempts.map(({ gateway, status, outcome, elapsedMs }) => [gateway, status, outcome, elapsedMs]),
        [["vendor", 200, "answered", 3_200]],
      );
    });

    it("passes the hang-up on with its Reason, or with cause 16 when there was none", () => {
      const world = new World();
      const { b } = world.answeredCall();
      world.b2bua.currentCalls();
      const first = world.answeredCall();
      first.b.hangsUp({ Reason: "Q.850;cause=31" });
      assert.equal(first.a.did.at(-1), "end Reason: Q.850;cause=31");
      assert.deepEqual([world.records[0]?.endDirection, world.records[0]?.sipReason], ["callee", "Q.850;cause=31"]);
      b.hangsUp();
      assert.equal(world.records.length, 2);
    });

    it("is recorded before any party is told of its end, so that a kill loses no call that ended", () => {
      for (const end of ["hang-up", "refusal", "release"] as const) {
        const world = new World();
        let go: () => void = assert.fail;
        world.media.holdsClose = (close) => (go = close);
        const { a, b } = end === "refusal" ? { a: world.callArrives(), b: world.vendor() } : world.answeredCall();
        const before = [a.did.length, b.did.length];
        if (end === "hang-up") b.hangsUp();
        else if (end === "refusal") b.refuses(486);
        else world.b2bua.releaseAll();
        assert.deepEqual([a.did.length, b.did.length], before);
        go();
        assert.equal(world.records.length, 1);
        assert.match(a.did.at(-1) ?? "", end === "refusal" ? /^reject 486/ : /^end/);
        if (end !== "refusal") assert.match(b.did.at(-1) ?? "", end === "hang-up" ? /^answer BYE/ : /^end/);
      }
    });

    it("counts the first of two crossing hang-ups", () => {
      const world = new World();
      const { a, b } = world.answeredCall();
      b.hangsUp();
      a.hangsUp();
      assert.equal(world.record().endDirection, "callee");
    });

    it("is cut at SS_MAX_CALL_DURATION after the answer", () => {
      const world = new World({ settings: { maxCallDuration: seconds(7200) } });
      const { a, b } = world.answeredCall();
      world.clock.passes(seconds(7199));
      assert.equal(world.b2bua.liveCalls, 1);
      world.clock.passes(seconds(1));
      assert.match(a.did.at(-1) ?? "", /^end/);
      assert.match(b.did.at(-1) ?? "", /^end/);
      const record = world.record();
      assert.deepEqual([record.endReason, record.endDirection, record.holdTimeMs], ["Max call duration", "server", 7_200_000]);
    });

    const silentEnds = [
      ["ackTimeout", "ACK timeout"],
      ["sessionExpired", "Session timeout"],
      ["refreshFailed", "Session timeout"],
      ["dialogLost", "Connection timeout"],
    ] as const;
    for (const [cause, reason] of silentEnds) {
      it(`ends with "${reason}" by the server after ${cause}, and releases the other leg`, () => {
        const world = new World();
        const { a, b } = world.answeredCall();
        a.ends(cause === "refreshFailed" ? { cause, by: "local", status: undefined } : { cause, by: "local" });
        assert.match(b.did.at(-1) ?? "", /^end Reason: Q.850;cause=102/);
        const record = world.record();
        assert.deepEqual([record.endReason, record.endDirection], [reason, "server"]);
      });
    }
  });

  describe("admission", () => {
    it("refuses an unknown source with 403 and records an illegal call", () => {
      const world = new World();
      const a = world.callArrives({ from: { address: "203.0.113.66", port: 5060 } });
      assert.match(a.did[0] ?? "", /^reject 403/);
      const record = world.record();
      assert.deepEqual([record.endReason, record.endDirection, record.callerIp], ["Illegal call", "server", "203.0.113.66"]);
      assert.deepEqual([record.callerGateway, world.legs.length, record.attempts.length], [undefined, 0, 0]);
    });

    it("records no illegal call when the parameter says so, and refuses it all the same", () => {
      const world = new World({ settings: { recordIllegalCalls: false } });
      const a = world.callArrives({ from: { address: "203.0.113.66", port: 5060 } });
      assert.match(a.did[0] ?? "", /^reject 403/);
      assert.equal(world.records.length, 0);
    });

    it("knows a customer by address and port when a port is set", () => {
      const world = new World({ customer: { port: 5070 } });
      assert.match(world.callArrives().did[0] ?? "", /^reject 403/);
      world.callArrives({ from: { address: "192.0.2.10", port: 5070 } });
      assert.equal(world.legs.length, 1);
    });

    const refused: readonly (readonly [string, string, string, RegExp])[] = [
      ["a number that no gateway serves", "sip:33123456789@192.0.2.1", "NoAvailableRouter", /^reject 404 Reason: Q.850;cause=3/],
      ["a URI without a number", "sip:192.0.2.1", "Address Incomplete(484)", /^reject 484/],
      ["a URI of another scheme", "mailto:ann@example.com", "SIP(416)", /^reject 416/],
    ];
    for (const [what, uri, reason, did] of refused) {
      it(`refuses ${what}`, () => {
        const world = new World();
        assert.match(world.callArrives({ uri }).did[0] ?? "", did);
        assert.equal(world.record().endReason, reason);
      });
    }

    for (const uri of [
      "sip:+442079460123@x",
      "tel:+44-20-7946-0123",
      "sip:442079460123;npdi@x;user=phone",
      "sips:%2b442079460123@x",
    ]) {
      it(`routes ${uri} as 442079460123`, () => {
        const world = new World();
        world.callArrives({ uri });
        assert.equal(world.legs.length, 1);
        world.vendor().refuses(486);
        assert.equal(world.record().callee, "442079460123");
      });
    }

    it("refuses a call over the limit with 503 and takes one again when there is room", () => {
      const world = new World({ maxCalls: 1 });
      const { a } = world.answeredCall();
      assert.match(world.callArrives().did[0] ?? "", /^reject 503 Retry-After: 1/);
      assert.equal(world.records[0]?.endReason, "Connection Limit Exceeded");
      a.hangsUp();
      world.callArrives();
      assert.equal(world.legs.length, 2);
    });

    it("refuses new calls while it drains, and tells when the last one is over", () => {
      const world = new World();
      const { a } = world.answeredCall();
      let isEmpty = false;
      world.b2bua.drain(() => (isEmpty = true));
      assert.match(world.callArrives().did[0] ?? "", /^reject 503/);
      assert.equal(isEmpty, false);
      a.hangsUp();
      assert.equal(isEmpty, true);
    });

    it("refuses an offer of SRTP alone with 488 and never answers it", () => {
      const world = new World();
      const a = world.callArrives({ sdp: sdpOf("192.0.2.10", 4000).replace("RTP/AVP", "RTP/SAVP") });
      assert.match(a.did[0] ?? "", /^reject 488 Warning: 304/);
      assert.equal(a.sdp, undefined);
      assert.equal(world.record().endReason, "No common codec");
    });

    it("refuses what is no session description with 400, and never passes it on", () => {
      const world = new World();
      const a = world.callArrives({ sdp: "v=0\r\nthis is none\r\n" });
      assert.match(a.did[0] ?? "", /^reject 400 Warning: 399/);
      assert.equal(world.legs.length, 0);
    });

    it("refuses an SRTP stream with port 0 when a plain one stands beside it, and hands on no key", () => {
      const world = new World();
      const secure = "m=audio 4002 RTP/SAVP 0\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:abc\r\n";
      world.callArrives({ sdp: sdpOf("192.0.2.10", 4000) + secure });
      const sdp = world.vendor().sdp ?? "";
      assert.match(sdp, /m=audio 10002 RTP\/AVP 0 8 101\r\n/);
      assert.match(sdp, /m=audio 0 RTP\/SAVP 0\r\n/);
      assert.doesNotMatch(sdp, /crypto/);
    });
  });

  describe("the attempt loop", () => {
    const vendors = [{ name: "alpha" }, { name: "beta" }];

    for (const status of [408, 500, 502, 503, 504, 407, 302]) {
      it(`tries the next gateway after ${status}`, () => {
        const world = new World({ vendors });
        const a = world.callArrives();
        world.vendor(0).refuses(status);
        assert.deepEqual(a.did, []);
        world.vendor(1).answers(sdpOf("198.51.100.2", 6000));
        a.hangsUp();
        assert.deepEqual(
          world.record().attempts.map(({ gateway, status: code, outcome }) => [gateway, code, outcome]),
          [
            ["alpha", status, "refused"],
            ["beta", 200, "answered"],
          ],
        );
      });
    }

    for (const kind of ["timeout", "transport"] as const) {
      it(`tries the next gateway after ${kind}`, () => {
        const world = new World({ vendors });
        world.callArrives();
        world.vendor(0).fails(kind);
        assert.equal(world.legs.length, 2);
      });
    }

    for (const status of [403, 404, 484, 486, 487]) {
      it(`stops at ${status} when it is listed, and tells the caller just that`, () => {
        const world = new World({ vendors });
        const a = world.callArrives();
        world.vendor(0).refuses(status);
        assert.equal(world.legs.length, 1);
        assert.match(a.did[0] ?? "", new RegExp(`^reject ${status}`));
        assert.equal(world.record().endDirection, "callee");
      });
    }

    for (const status of [302, 403, 404, 408, 480, 484, 486, 487, 488, 500, 503, 600, 603]) {
      it(`tries the next gateway after ${status} when nothing is listed`, () => {
        const world = new World({ vendors: vendors.map((vendor) => ({ ...vendor, stopCodes: [] })) });
        world.callArrives();
        world.vendor(0).refuses(status);
        assert.equal(world.legs.length, 2);
      });
    }

    it("asks the gateway that failed whether it may be left, not the next one (FOV-084)", () => {
      const [first, second] = vendors;
      assert.ok(first !== undefined && second !== undefined);
      const world = new World({ vendors: [first, { ...second, switchUntilConnect: false }, { name: "third" }] });
      const a = world.callArrives();
      world.vendor(0).refuses(503);
      world.vendor(1).refuses(500);
      assert.equal(world.legs.length, 2);
      assert.match(a.did[0] ?? "", /^reject 500/);
    });

    it("passes over a gateway without a free line, and does not ask its flag (FOV-085)", () => {
      const [first, second] = vendors;
      assert.ok(first !== undefined && second !== undefined);
      const full = { ...second, switchUntilConnect: false, lock: "barAllCalls" as const };
      const world = new World({ vendors: [first, full, { name: "third" }] });
      world.callArrives();
      world.vendor(0).refuses(503);
      assert.deepEqual(
        world.legs.map((leg) => leg.remote.address),
        ["198.51.100.1", "198.51.100.3"],
      );
      assert.deepEqual([world.lines.activeLines(first.name), world.lines.activeLines("third")], [0, 1]);
    });

    const permissions = [
      ["ring", 503, true],
      ["busy", 486, false],
      ["code", 503, false],
    ] as const;
    for (const [permission, status, rings] of permissions) {
      it(`stays with a gateway that may not be left: ${permission}`, () => {
        const switchAllow = { ring: true, sdp: true, rtp: true, busy: true, code: true, [permission]: false };
        const world = new World({ vendors: vendors.map((vendor) => ({ ...vendor, stopCodes: [], switchAllow })) });
        world.callArrives();
        if (rings) world.vendor(0).ringsBack(180);
        world.vendor(0).refuses(status);
        assert.equal(world.legs.length, 1);
      });
    }

    it("sends each attempt with the original number and a session of its own", () => {
      const world = new World({ vendors });
      world.callArrives();
      world.vendor(0).refuses(503);
      assert.equal(world.vendor(1).outgoing?.uri, "sip:442079460123@198.51.100.2:5060");
      assert.notEqual(world.vendor(1).callId, world.vendor(0).callId);
    });

    it("carries the vendor's Reason to the caller, and the cause into the record", () => {
      const world = new World();
      const a = world.callArrives();
      world.vendor().refuses(480, { Reason: 'Q.850;cause=34;text="no circuit"', "X-Note": "kept" });
      assert.equal(a.did[0], 'reject 480 X-Note: kept Reason: Q.850;cause=34;text="no circuit"');
      const record = world.record();
      assert.deepEqual(
        [record.endReason, record.sipReason],
        ["Temporarily Unavailable(480)", 'Q.850;cause=34;text="no circuit"'],
      );
      assert.equal(record.attempts[0]?.cause, 34);
    });

    it("gives the cause that a status stands for when there was no Reason", () => {
      const world = new World();
      const a = world.callArrives();
      world.vendor().refuses(486);
      assert.equal(a.did[0], 'reject 486 Reason: Q.850;cause=17;text="User busy"');
      assert.equal(world.record().attempts[0]?.cause, 17);
    });

    it("tells 408 and InviteTimeout when the only gateway stays silent", () => {
      const world = new World();
      const a = world.callArrives();
      world.clock.passes(seconds(32));
      world.vendor().fails("timeout");
      assert.match(a.did[0] ?? "", /^reject 408/);
      const record = world.record();
      assert.deepEqual(
        [record.endReason, record.endDirection, record.attempts[0]?.elapsedMs],
        ["InviteTimeout", "server", 32_000],
      );
    });

    it("tells the last answer and AllGatewayBusy when every gateway is congested", () => {
      const world = new World({ vendors });
      const a = world.callArrives();
      world.vendor(0).refuses(500);
      world.vendor(1).refuses(503);
      assert.match(a.did[0] ?? "", /^reject 503/);
      const record = world.record();
      assert.deepEqual([record.endReason, record.endDirection, record.calleeGateway], ["AllGatewayBusy", "server", "beta"]);
    });

    it("keeps the caller's early dialog over a change of gateway", () => {
      const world = new World({ vendors });
      const a = world.callArrives();
      world.vendor(0).ringsBack(183, sdpOf("198.51.100.1", 6000));
      world.vendor(0).refuses(503);
      world.vendor(1).ringsBack(180);
      world.vendor(1).answers(sdpOf("198.51.100.2", 7000));
      assert.deepEqual(a.did, ["progress 183 with SDP", "progress 180", "answer with SDP"]);
      assert.deepEqual(world.media.did.slice(-1), ["point b 198.51.100.2:7000"]);
    });

    it("gives a caller who already has a reliable answer the new gateway's description by a new offer", () => {
      const world = new World({ vendors });
      const a = world.callArrives({ headers: { Supported: "100rel" } });
      world.vendor(0).ringsBack(183, sdpOf("198.51.100.1", 6000, "0"));
      world.vendor(0).refuses(503);
      world.vendor(1).answers(sdpOf("198.51.100.2", 7000, "8"));
      assert.equal(a.did.at(-1), "answer");
      a.acknowledges();
      assert.equal(a.did.at(-1), "offer with SDP");
      assert.match(a.sdp ?? "", /RTP\/AVP 8\r/);
    });

    it("ignores what an abandoned gateway says later, and releases its answer", () => {
      const world = new World({ vendors });
      const a = world.callArrives();
      const alpha = world.vendor(0);
      alpha.fails("timeout");
      alpha.ringsBack(180);
      alpha.answers(sdpOf("198.51.100.1", 6000));
      assert.deepEqual([a.did, alpha.did], [[], ["end"]]);
    });
  });

  describe("the caller gives up", () => {
    it("cancels the attempt with the caller's Reason and records 487 by the caller, unbilled", () => {
      const world = new World({ vendors: [{ name: "alpha" }, { name: "beta" }] });
      const a = world.callArrives();
      world.vendor().ringsBack(180);
      world.clock.passes(seconds(20));
      a.cancels({ Reason: 'SIP;cause=200;text="answered elsewhere"' });
      assert.deepEqual(world.vendor().did, ['cancel Reason: SIP;cause=200;text="answered elsewhere"']);
      const record = world.record();
      assert.deepEqual([record.endReason, record.endDirection, record.holdTimeMs], ["Request Terminated(487)", "caller", 0]);
      assert.deepEqual([record.answeredAt, record.attempts[0]?.outcome], [undefined, "cancelled"]);
      assert.equal(world.legs.length, 1);
    });

    it("bills nothing when the vendor's answer crosses the CANCEL", () => {
      const world = new World();
      const a = world.callArrives();
      a.cancels();
      world.vendor().answers(sdpOf("198.51.100.1", 6000));
      assert.equal(world.record().holdTimeMs, 0);
      assert.equal(world.vendor().did.at(-1), "end");
    });
  });

  describe("media", () => {
    it("pass byte for byte, without a relay, when SS_MEDIAPROXYMODE is off", () => {
      const world = new World({ settings: { mediaProxyMode: 0 } });
      const { a, b } = world.answeredCall();
      assert.equal(b.outgoing?.sdp?.toString(), sdpOf("192.0.2.10", 4000));
      assert.equal(a.sdp, sdpOf("198.51.100.1", 6000, "0 101"));
      assert.deepEqual(world.media.did, []);
      a.hangsUp();
      assert.equal(world.record().mediaProxied, false);
    });

    it("are encrypted on the leg of a gateway that is marked so", () => {
      const world = new World({ vendors: [{ name: "peer", encrypt: true }] });
      world.callArrives();
      assert.equal(world.media.did[0], "open -B");
      const other = new World({ customer: { encrypt: true } });
      other.callArrives();
      assert.equal(other.media.did[0], "open A-");
    });

    it("keep the caller's port when the next gateway needs another kind of relay", () => {
      const world = new World({ vendors: [{ name: "clear" }, { name: "peer", encrypt: true }] });
      world.callArrives();
      world.vendor(0).refuses(503);
      assert.deepEqual(
        world.media.did.filter((did) => !did.startsWith("point")),
        ["open --", "close", "open -B at 10000"],
      );
    });

    for (const kind of ["noPorts", "unavailable"] as const) {
      it(`fail the call with 503 when the relay has ${kind}`, () => {
        const world = new World();
        world.media.failure = { kind };
        assert.match(world.callArrives().did[0] ?? "", /^reject 503 Reason: Q.850;cause=3[48]/);
        assert.equal(world.record().endReason, "Media unavailable");
      });
    }

    it("have an origin of the switch's own on each leg", () => {
      const world = new World();
      const { a, b } = world.answeredCall();
      assert.match(origin(a.sdp) ?? "", /^o=- \d+ 1 IN IP4 192\.0\.2\.1$/);
      assert.match(origin(b.sdp) ?? "", /^o=- \d+ 1 IN IP4 192\.0\.2\.1$/);
      assert.notEqual(origin(a.sdp), origin(b.sdp));
    });
  });

  describe("a late offer", () => {
    it("comes from the vendor's answer and is answered in both ACKs", () => {
      const world = new World();
      const a = world.callArrives({ sdp: null });
      const b = world.vendor();
      assert.deepEqual([b.outgoing?.sdp, b.outgoing?.reliableProvisional], [undefined, false]);
      b.answers(sdpOf("198.51.100.1", 6000), { isLateOffer: true });
      assert.match(mediaLine(a.sdp) ?? "", /^m=audio 10000 /);
      a.acknowledges(sdpOf("192.0.2.10", 4000, "0"));
      assert.equal(b.did.at(-1), "acknowledge with SDP");
      assert.match(mediaLine(b.sdp) ?? "", /^m=audio 10002 /);
    });

    it("ends the call when the vendor answers an offer without a description", () => {
      const world = new World();
      const a = world.callArrives();
      world.vendor().answers(undefined);
      assert.match(a.did[0] ?? "", /^reject 488/);
      assert.match(world.vendor().did.at(-1) ?? "", /^end/);
      assert.equal(world.record().holdTimeMs, 0);
    });
  });

  describe("an offer inside the call", () => {
    it("is put to the other party and its answer comes back: hold and resume", () => {
      const world = new World();
      const { a, b } = world.answeredCall();
      a.offers(sdpOf("192.0.2.10", 4000).replace("sendrecv", "sendonly"));
      assert.equal(b.did.at(-1), "offer with SDP");
      assert.match(b.sdp ?? "", /a=sendonly/);
      assert.match(origin(b.sdp) ?? "", / 2 IN IP4/);
      b.listener.onOfferOutcome(b, { sdp: Buffer.from(sdpOf("198.51.100.1", 6000).replace("sendrecv", "recvonly")) });
      assert.equal(a.did.at(-1), "answerOffer with SDP");
      assert.match(a.sdp ?? "", /a=recvonly/);
    });

    it("is put to the other party when it turns the call into a T.38 fax", () => {
      const world = new World();
      const { a, b } = world.answeredCall();
      b.offers(sdpOf("198.51.100.1", 6000).replace("m=audio 6000 RTP/AVP", "m=image 6004 udptl t38 ;"));
      assert.equal(a.did.at(-1), "offer with SDP");
      assert.match(a.sdp ?? "", /^m=image 10\d+ udptl t38/m);
    });

    it("tells the relay where a party that holds is, so that its own packets are heard", () => {
      const world = new World();
      const { a, b } = world.answeredCall();
      a.offers(sdpOf("192.0.2.10", 4000).replace("sendrecv", "sendonly"));
      b.listener.onOfferOutcome(b, { sdp: Buffer.from(sdpOf("198.51.100.1", 6000).replace("sendrecv", "recvonly")) });
      assert.deepEqual(world.media.did.slice(-2), ["point a 192.0.2.10:4000 held", "point b 198.51.100.1:6000"]);
    });

    it("says an old hold of 0.0.0.0 in words, and sends nothing there", () => {
      const world = new World();
      const { a, b } = world.answeredCall();
      a.offers(sdpOf("0.0.0.0", 4000).replace("a=sendrecv\r\n", ""));
      assert.match(b.sdp ?? "", /a=sendonly/);
      b.listener.onOfferOutcome(b, { sdp: Buffer.from(sdpOf("198.51.100.1", 6000).replace("sendrecv", "recvonly")) });
      assert.deepEqual(world.media.did.slice(-2), ["point a nowhere", "point b 198.51.100.1:6000"]);
    });

    it("is refused as the other party refused it", () => {
      const world = new World();
      const { a, b } = world.answeredCall();
      b.offers(sdpOf("198.51.100.1", 6666, "18"));
      a.listener.onOfferOutcome(a, { status: 488 });
      assert.equal(b.did.at(-1), "rejectOffer 488");
      assert.equal(world.media.did.at(-1), "point b 198.51.100.1:6000", "media go on as before");
      assert.equal(world.b2bua.liveCalls, 1);
    });

    it("is told 491 while another one is under way", () => {
      const world = new World();
      const { a, b } = world.answeredCall();
      a.offers(sdpOf("192.0.2.10", 4002));
      b.offers(sdpOf("198.51.100.1", 6002));
      assert.equal(b.did.at(-1), "rejectOffer 491");
    });

    it("may be asked for: the other party offers, and the answer goes into its ACK", () => {
      const world = new World();
      const { a, b } = world.answeredCall();
      a.offers(undefined);
      assert.equal(b.did.at(-1), "offer");
      b.listener.onOfferOutcome(b, { sdp: Buffer.from(sdpOf("198.51.100.1", 6000, "0 8 18")) });
      assert.match(a.sdp ?? "", /m=audio 10000 RTP\/AVP 0 8 18/);
      a.acknowledges(sdpOf("192.0.2.10", 4000, "18"));
      assert.equal(b.did.at(-1), "acknowledge with SDP");
    });
  });

  describe("headers", () => {
    it("carries identities and X- headers byte for byte, and nothing else of the other leg", () => {
      const world = new World();
      world.callArrives({
        headers: {
          "P-Asserted-Identity": '"Ann" <sip:+442079460001@example.com>',
          "Remote-Party-ID": "<sip:442079460001@example.com>;party=calling",
          Privacy: "none",
          "X-Account": "7",
          "P-Charging-Vector": "icid-value=1",
          Route: "<sip:192.0.2.1;lr>",
          "Max-Forwards": "12",
        },
      });
      const { outgoing } = world.vendor();
      assert.deepEqual(
        outgoing?.headers?.map(({ name }) => name),
        ["P-Asserted-Identity", "Remote-Party-ID", "Privacy", "X-Account"],
      );
      assert.equal(outgoing.headers[0]?.value, '"Ann" <sip:+442079460001@example.com>');
      assert.equal(outgoing.maxForwards, 11);
    });

    it("leaves behind what has control characters, which no header may hold", () => {
      const world = new World();
      world.callArrives({ headers: { Privacy: "id\0", "X-Tab": "a\tb", "X-Bell": "\x07", "X-Folded": "a\r\n b" } });
      assert.deepEqual(
        world.vendor().outgoing?.headers?.map(({ name }) => name),
        ["X-Tab", "X-Folded"],
      );
      world.vendor().refuses(486, { Reason: 'Q.850;cause=17;text="\0"' });
      assert.equal(world.record().sipReason, undefined);
    });

    it("keeps the caller from a private gateway when the caller asks for privacy, and records who it was", () => {
      const headers = { Privacy: "id", "P-Asserted-Identity": "<sip:442079460001@example.com>" };
      const world = new World({ vendors: [{ name: "vendor", callerIdentity: "private" }] });
      world.callArrives({ headers });
      assert.equal(world.vendor().outgoing?.from, '"Anonymous" <sip:anonymous@anonymous.invalid>');
      assert.deepEqual(
        world.vendor().outgoing?.headers?.map(({ name }) => name),
        ["Privacy"],
      );
      world.vendor().refuses(486);
      const record = world.record();
      assert.deepEqual([record.caller, record.callerOut], ["442079460001", "anonymous"]);
    });

    it("takes an anonymous caller's number for the record from the asserted identity", () => {
      const world = new World();
      const headers = {
        From: '"Anonymous" <sip:anonymous@anonymous.invalid>;tag=1',
        "P-Asserted-Identity": "<tel:+442079460001>",
      };
      world.callArrives({ headers });
      assert.equal(world.vendor().outgoing?.from, '"Anonymous" <sip:anonymous@anonymous.invalid>');
      world.vendor().refuses(486);
      assert.equal(world.record().caller, "442079460001");
    });

    it("escapes a display name, so that a caller cannot write headers", () => {
      const world = new World();
      world.callArrives({ headers: { From: '"a\\b" <sip:1@192.0.2.10>' } });
      assert.equal(world.vendor().outgoing?.from, '"a\\\\b" <sip:1@192.0.2.1>');
    });
  });

  describe("requests inside the call", () => {
    it("relays INFO with its content and gives the answer back", () => {
      const world = new World();
      const { a, b } = world.answeredCall();
      const answers: number[] = [];
      const info = requestOf("INFO", "sip:x", { "Content-Type": "application/dtmf-relay", Via: "x" });
      a.listener.onRequest(a, info, (status) => void answers.push(status));
      assert.equal(b.did.at(-1), "request INFO Content-Type: application/dtmf-relay");
      b.requestDone?.(responseOf(415));
      assert.deepEqual(answers, [415]);
    });

    it("answers 405 to a request that it does not relay", () => {
      const world = new World();
      const { a } = world.answeredCall();
      const answers: number[] = [];
      a.listener.onRequest(a, requestOf("REFER", "sip:x"), (status) => void answers.push(status));
      assert.deepEqual(answers, [405]);
    });
  });

  it("gives every call a flow number of its own, rising", () => {
    const world = new World();
    for (let count = 0; count < 50; count += 1) {
      world.callArrives();
      world.vendor(count).refuses(486);
    }
    const numbers = world.records.map(({ flowNo }) => flowNo);
    assert.deepEqual(
      numbers,
      [...new Set(numbers)].sort((a, b) => (a < b ? -1 : 1)),
    );
  });

  it("ends every call when it must stop", () => {
    const world = new World();
    const { a, b } = world.answeredCall();
    const waiting = world.callArrives();
    world.b2bua.releaseAll();
    assert.match(a.did.at(-1) ?? "", /^end/);
    assert.match(b.did.at(-1) ?? "", /^end/);
    assert.match(waiting.did.at(-1) ?? "", /^reject 503/);
    assert.deepEqual([world.b2bua.liveCalls, world.records.length, world.media.opened.size], [0, 2, 0]);
  });
});
