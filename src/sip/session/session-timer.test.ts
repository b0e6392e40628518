import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { milliseconds, seconds } from "../../base";
import { defaultSipTimers } from "../transaction";
import type { SessionEnd, SessionTimerPolicy } from "./types";
import { defaultTimer, header, noTimer, Party, sdp, type PartyOptions } from "./testing/party";
import { RawPeer } from "./testing/raw-peer";
import { Wire } from "./testing/wire";

const switchAddress = { address: "192.0.2.1", port: 5060 };
const gatewayAddress = { address: "192.0.2.2", port: 5060 };
const SWITCH = "192.0.2.1:5060";
const GATEWAY = "192.0.2.2:5060";

interface Scene {
  readonly wire: Wire;
  readonly sw: Party;
  readonly gateway: RawPeer;
}

/** The switch and a gateway that does only what the test says. */
function scene(timer: Partial<SessionTimerPolicy>, options: PartyOptions = {}): Scene {
  const wire = new Wire();
  return {
    wire,
    sw: new Party(wire, switchAddress, { timer: { ...defaultTimer, ...timer }, ...options }),
    gateway: new RawPeer(wire, gatewayAddress),
  };
}

/** The switch calls, and the gateway answers at once with these headers. */
function outgoing(
  timer: Partial<SessionTimerPolicy>,
  headers: readonly ReturnType<typeof header>[],
  options?: PartyOptions,
): Scene {
  const made = scene(timer, options);
  made.gateway.on["INVITE"] = (invite) => made.gateway.respond(invite, 200, { headers, body: sdp("gateway") });
  made.sw.invite(made.gateway);
  made.wire.pass(milliseconds(10));
  return made;
}

/** A caller calls the switch, which answers at once. */
function incoming(
  timer: Partial<SessionTimerPolicy>,
  headers: readonly ReturnType<typeof header>[],
  options?: PartyOptions,
): Scene {
  const made = scene(timer, options);
  made.sw.onInvite = (session) => session.answer({ sdp: sdp("switch") });
  const invite = made.gateway.invite(switchAddress, { headers, body: sdp("caller") });
  made.gateway.on["200 INVITE"] = (answer) => {
    if (answer.kind === "response") made.gateway.follow(invite, answer, "ACK");
  };
  made.gateway.on["BYE"] = (bye) => made.gateway.respond(bye, 200);
  made.wire.pass(milliseconds(10));
  return made;
}

const endOf = (party: Party): SessionEnd | undefined => party.detailsOf("onEnded")[0]?.[0] as SessionEnd | undefined;
const rounded = (times: readonly number[]): number[] => times.map((at) => Math.round(at * 10) / 10);
const answersRefreshes = ({ gateway }: Scene, method: string, headers: readonly ReturnType<typeof header>[]): void => {
  gateway.on[method] = (request) =>
    gateway.respond(request, 200, { headers, ...(request.body.length > 0 ? { body: sdp("gateway") } : {}) });
};
const allowsUpdate = header("Allow", "INVITE, ACK, BYE, CANCEL, UPDATE");

describe("an INVITE of ours (DBG-090)", () => {
  it("supports the timer and asks for 1800 s", () => {
    const { sw, gateway, wire } = scene({});
    sw.invite(gateway);
    const invite = wire.requests("INVITE")[0];
    assert.equal(invite?.header("Session-Expires"), "1800");
    assert.equal(invite?.header("Min-SE"), undefined);
    assert.equal(invite?.lists("Supported", "timer"), true);
  });

  it("never asks for less than our own minimum", () => {
    const { sw, gateway, wire } = scene({ interval: seconds(60) });
    sw.invite(gateway);
    assert.equal(wire.requests("INVITE")[0]?.header("Session-Expires"), "90");
  });
});

describe("session timers that are off (DBG-091, DBG-110)", () => {
  it("are in no message, and the call lives as long as it likes", () => {
    const { wire, sw } = incoming({ interval: seconds(0) }, [
      header("Supported", "timer"),
      header("Session-Expires", "1800;refresher=uas"),
    ]);
    wire.pass(seconds(7200));
    const answer = wire.responses(200, "INVITE", SWITCH)[0];
    assert.equal(answer?.header("Session-Expires"), undefined);
    assert.equal(answer?.lists("Supported", "timer"), false);
    assert.equal(sw.call.state, "confirmed");
    assert.deepEqual(wire.armed(), []);
  });

  it("answer 420 to a caller that requires them", () => {
    const { wire, sw } = incoming({ interval: seconds(0) }, [header("Require", "timer"), header("Session-Expires", "1800")]);
    assert.equal(wire.responses(420, "INVITE", SWITCH)[0]?.header("Unsupported"), "timer");
    assert.deepEqual(sw.calls, []);
  });

  it("are not asked for in an INVITE of ours, nor obeyed in its 2xx", () => {
    const { wire, sw } = outgoing({ interval: seconds(0) }, [
      header("Session-Expires", "90;refresher=uac"),
      header("Require", "timer"),
    ]);
    assert.equal(wire.requests("INVITE")[0]?.header("Session-Expires"), undefined);
    wire.pass(seconds(3600));
    assert.deepEqual(sw.detailsOf("onEnded"), []);
    assert.deepEqual(wire.armed(), []);
  });
});

describe("an INVITE that comes in", () => {
  it("gets 422 with our Min-SE when its interval is too small (DBG-092, DBG-099)", () => {
    const { wire, sw } = incoming({}, [header("Supported", "timer"), header("Session-Expires", "60")]);
    const refusal = wire.responses(422, "INVITE", SWITCH)[0];
    assert.equal(refusal?.reason, "Session Interval Too Small");
    assert.equal(refusal?.header("Min-SE"), "90");
    assert.deepEqual(sw.calls, []);
  });

  it("is accepted with exactly our minimum", () => {
    const { wire } = incoming({}, [header("Supported", "timer"), header("Session-Expires", "90")]);
    assert.equal(wire.responses(200, "INVITE", SWITCH)[0]?.header("Session-Expires"), "90;refresher=uac");
  });

  it("of a caller without the extension is not refused for it, and we refresh", () => {
    const { wire } = incoming({}, [header("Session-Expires", "60")]);
    const answer = wire.responses(200, "INVITE", SWITCH)[0];
    assert.equal(answer?.header("Session-Expires"), "1800;refresher=uas");
    assert.equal(answer?.header("Require"), undefined);
  });

  for (const [asked, policy, expected] of [
    ["1800", "uac", "1800;refresher=uac"],
    ["1800", "uas", "1800;refresher=uas"],
    ["1800;refresher=uas", "uac", "1800;refresher=uas"],
    ["1800;refresher=uac", "uas", "1800;refresher=uac"],
    ["3600;refresher=uac", "uas", "1800;refresher=uac"],
    ["600", "uac", "600;refresher=uac"],
  ] as const) {
    it(`that asks for ${asked} under the policy ${policy} gets ${expected} (RFC 4028 Table 2)`, () => {
      const { wire } = incoming({ refresher: policy }, [header("Supported", "timer"), header("Session-Expires", asked)]);
      const answer = wire.responses(200, "INVITE", SWITCH)[0];
      assert.equal(answer?.header("Session-Expires"), expected);
      assert.equal(answer?.lists("Require", "timer"), true);
    });
  }

  it("is not lowered below the caller's own Min-SE", () => {
    const { wire } = incoming({ interval: seconds(120) }, [
      header("Supported", "timer"),
      header("Session-Expires", "3600"),
      header("Min-SE", "900"),
    ]);
    assert.equal(wire.responses(200, "INVITE", SWITCH)[0]?.header("Session-Expires"), "900;refresher=uac");
  });

  it("with the compact form and odd spacing is understood", () => {
    const { wire } = incoming({}, [header("k", "timer"), header("x", "600 ; Refresher = UAS")]);
    assert.equal(wire.responses(200, "INVITE", SWITCH)[0]?.header("Session-Expires"), "600;refresher=uas");
  });
});

describe("our refresh", () => {
  it("is sent at 900, 1800, 2700 ... s, each 2xx restarting the interval (DBG-094, DBG-095)", () => {
    const made = outgoing({}, [header("Session-Expires", "1800;refresher=uac"), header("Require", "timer"), allowsUpdate]);
    answersRefreshes(made, "UPDATE", [header("Session-Expires", "1800;refresher=uac"), header("Require", "timer")]);
    made.wire.pass(seconds(7199));
    assert.deepEqual(rounded(made.wire.timesOf("UPDATE")), [900, 1800, 2700, 3600, 4500, 5400, 6300]);
    const update = made.wire.requests("UPDATE")[0];
    assert.equal(update?.header("Session-Expires"), "1800;refresher=uac");
    assert.equal(update?.body.length, 0);
    assert.deepEqual(made.sw.detailsOf("onEnded"), []);
    assert.deepEqual(made.sw.names(), ["onAnswered"]);
  });

  it("goes by re-INVITE with the same description when the peer does not allow UPDATE", () => {
    const made = outgoing({}, [header("Session-Expires", "1800;refresher=uac"), header("Allow", "INVITE, ACK, BYE")]);
    answersRefreshes(made, "INVITE", [header("Session-Expires", "1800;refresher=uac")]);
    made.wire.pass(seconds(901));
    const [first, second] = made.wire.requests("INVITE");
    assert.deepEqual(second?.body, first?.body);
    assert.equal(second?.cseq.number, 2);
    assert.equal(second?.header("Session-Expires"), "1800;refresher=uac");
    assert.equal(made.wire.requests("ACK").length, 2);
    assert.deepEqual(made.sw.names(), ["onAnswered"]);
  });

  it("turns to re-INVITE when UPDATE gets 405 after all", () => {
    const made = outgoing({}, [header("Session-Expires", "1800;refresher=uac"), allowsUpdate]);
    made.gateway.on["UPDATE"] = (update) => made.gateway.respond(update, 405);
    answersRefreshes(made, "INVITE", [header("Session-Expires", "1800;refresher=uac")]);
    made.wire.pass(seconds(2000));
    assert.deepEqual(rounded(made.wire.timesOf("UPDATE")), [900]);
    assert.deepEqual(rounded(made.wire.timesOf("INVITE", SWITCH)).slice(1), [900, 1800]);
  });

  it("that nobody answers ends the call at 900 + 64*T1 = 932 s (DBG-107)", () => {
    const made = outgoing({}, [header("Session-Expires", "1800;refresher=uac"), allowsUpdate]);
    made.wire.pass(seconds(931.9));
    assert.equal(endOf(made.sw), undefined);
    made.wire.pass(seconds(0.2));
    assert.deepEqual(endOf(made.sw), { cause: "refreshFailed", by: "local", status: undefined });
    assert.deepEqual(rounded(made.wire.timesOf("BYE", SWITCH)).slice(0, 1), [932]);
  });

  for (const status of [408, 481]) {
    it(`answered ${status} ends the call`, () => {
      const made = outgoing({}, [header("Session-Expires", "1800;refresher=uac"), allowsUpdate]);
      made.gateway.on["UPDATE"] = (update) => made.gateway.respond(update, status);
      made.wire.pass(seconds(901));
      assert.deepEqual(endOf(made.sw), { cause: "refreshFailed", by: "local", status });
      assert.equal(made.wire.requests("BYE").length > 0, true);
    });
  }

  it("answered 422 is sent again at once with the peer's Min-SE", () => {
    const made = outgoing({}, [header("Session-Expires", "1800;refresher=uac"), allowsUpdate]);
    made.gateway.on["UPDATE"] = (update) => {
      const isLongEnough = update.header("Session-Expires")?.startsWith("3600") === true;
      if (isLongEnough) made.gateway.respond(update, 200, { headers: [header("Session-Expires", "3600;refresher=uac")] });
      else made.gateway.respond(update, 422, { headers: [header("Min-SE", "3600")] });
    };
    made.wire.pass(seconds(3600));
    assert.deepEqual(rounded(made.wire.timesOf("UPDATE")), [900, 900, 2700]);
    assert.equal(made.wire.requests("UPDATE")[1]?.header("Min-SE"), "3600");
  });

  it("that is refused each time ends the call when the interval is over, not before", () => {
    const made = outgoing({}, [header("Session-Expires", "1800;refresher=uac"), header("Require", "timer"), allowsUpdate]);
    made.gateway.on["UPDATE"] = (update) => made.gateway.respond(update, 500);
    made.wire.pass(seconds(1799));
    assert.equal(endOf(made.sw), undefined);
    made.wire.pass(seconds(2));
    assert.deepEqual(endOf(made.sw), { cause: "refreshFailed", by: "local", status: 500 });
  });
});

describe("the peer's refresh", () => {
  it("is answered with the session interval, and nothing is sent by us (DBG-096)", () => {
    const made = outgoing({ refresher: "uas" }, [
      header("Session-Expires", "1800;refresher=uas"),
      header("Require", "timer"),
      allowsUpdate,
    ]);
    const invite = made.gateway.request("INVITE");
    const refreshAt = (at: number, cseq: number): void => {
      made.wire.wheel.in(seconds(at), "gateway's refresh", () => {
        made.gateway.within(invite, "UPDATE", {
          cseq,
          headers: [header("Supported", "timer"), header("Session-Expires", "1800;refresher=uac")],
        });
      });
    };
    [900, 1800, 2700].forEach((at, index) => refreshAt(at, index + 1));
    made.wire.pass(seconds(3600));
    const answers = made.wire.responses(200, "UPDATE", SWITCH);
    assert.deepEqual(
      answers.map((answer) => answer.header("Session-Expires")),
      Array(3).fill("1800;refresher=uac"),
    );
    assert.deepEqual(made.wire.requests("UPDATE", SWITCH), []);
    assert.deepEqual(made.sw.names(), ["onAnswered"]);
  });

  it("by re-INVITE without change is answered with our same description and never reaches the owner", () => {
    const made = incoming({}, [header("Supported", "timer"), header("Session-Expires", "1800")]);
    const first = made.wire.responses(200, "INVITE", SWITCH)[0];
    assert.ok(first);
    const invite = made.wire.requests("INVITE")[0];
    assert.ok(invite);
    made.gateway.follow(invite, first, "INVITE", {
      body: sdp("caller"),
      headers: [header("Supported", "timer"), header("Session-Expires", "1800;refresher=uac")],
    });
    made.wire.pass(seconds(0.1));
    const second = made.wire.responses(200, "INVITE", SWITCH)[1];
    assert.deepEqual(second?.body, first.body);
    assert.deepEqual(made.sw.names(), ["onAcknowledged"]);
  });

  it("with a too small interval gets 422 and the session stays", () => {
    const made = outgoing({ refresher: "uas" }, [header("Session-Expires", "1800;refresher=uas"), allowsUpdate]);
    made.gateway.within(made.gateway.request("INVITE"), "UPDATE", {
      headers: [header("Supported", "timer"), header("Session-Expires", "30;refresher=uac")],
    });
    made.wire.pass(seconds(1));
    assert.equal(made.wire.responses(422, "UPDATE", SWITCH)[0]?.header("Min-SE"), "90");
    assert.equal(endOf(made.sw), undefined);
  });

  for (const [interval, minSe, at, id] of [
    [1800, 90, 1768, "DBG-097"],
    [90, 90, 60, "DBG-105"],
    [48, 32, 32, "DBG-104"],
    [32, 32, 32 - 32 / 3, "DBG-093"],
  ] as const) {
    it(`that does not come ends the call at SE - min(32, SE/3) = ${at.toFixed(1)} s for ${interval} s (${id})`, () => {
      const made = incoming({ minSe: seconds(minSe) }, [
        header("Supported", "timer"),
        header("Session-Expires", `${interval};refresher=uac`),
      ]);
      const answeredAt = made.wire.timesOf("200 INVITE", SWITCH)[0] ?? 0;
      made.wire.pass(seconds(interval));
      assert.deepEqual(endOf(made.sw), { cause: "sessionExpired", by: "local" });
      const bye = made.wire.timesOf("BYE", SWITCH)[0] ?? 0;
      assert.ok(Math.abs(bye - answeredAt - at) < 0.000002, `${bye - answeredAt}`);
    });
  }
});

describe("422 to our INVITE (DBG-098)", () => {
  it("is acknowledged and the INVITE goes to the same gateway with its Min-SE", () => {
    const { wire, sw, gateway } = scene({});
    gateway.on["INVITE"] = (invite) => {
      const isLongEnough = invite.header("Session-Expires") === "3600";
      if (isLongEnough)
        gateway.respond(invite, 200, { body: sdp("gateway"), headers: [header("Session-Expires", "3600;refresher=uac")] });
      else gateway.respond(invite, 422, { headers: [header("Min-SE", "3600")] });
    };
    const session = sw.invite(gateway);
    wire.pass(seconds(1));
    const [first, second, ...more] = wire.requests("INVITE");
    assert.deepEqual(more, []);
    assert.equal(second?.header("Session-Expires"), "3600");
    assert.equal(second?.header("Min-SE"), "3600");
    assert.equal(second?.callId, first?.callId);
    assert.equal(second?.fromTag, first?.fromTag);
    assert.equal(second?.toTag, undefined);
    assert.equal(second?.cseq.number, (first?.cseq.number ?? 0) + 1);
    assert.equal(wire.requests("ACK").length, 2);
    assert.deepEqual(sw.names(), ["onAnswered"]);
    assert.equal(session.invite.cseq.number, 2);
  });

  it("a second time is the call's failure", () => {
    const { wire, sw, gateway } = scene({});
    gateway.on["INVITE"] = (invite) => gateway.respond(invite, 422, { headers: [header("Min-SE", "3600")] });
    sw.invite(gateway);
    wire.pass(seconds(1));
    assert.equal(wire.requests("INVITE").length, 2);
    assert.deepEqual(sw.names(), ["onFailed"]);
  });

  it("without Min-SE is the call's failure at once", () => {
    const { wire, sw, gateway } = scene({});
    gateway.on["INVITE"] = (invite) => gateway.respond(invite, 422);
    sw.invite(gateway);
    wire.pass(seconds(1));
    assert.equal(wire.requests("INVITE").length, 1);
    assert.deepEqual(sw.names(), ["onFailed"]);
  });
});

describe("a gateway without session timers (DBG-100)", () => {
  it("stays in the call under the RFC's rules, and we refresh alone", () => {
    const made = outgoing({}, [header("Allow", "INVITE, ACK, BYE")]);
    answersRefreshes(made, "INVITE", []);
    made.wire.pass(seconds(4000));
    assert.deepEqual(rounded(made.wire.timesOf("INVITE", SWITCH)), [0, 900, 1800, 2700, 3600]);
    assert.equal(endOf(made.sw), undefined);
  });

  it("may refuse every refresh: that it answers is enough", () => {
    const made = outgoing({}, []);
    made.gateway.on["INVITE"] = (invite) => made.gateway.respond(invite, 488);
    made.wire.pass(seconds(5000));
    assert.equal(endOf(made.sw), undefined);
  });
});

describe("the vos profile (DBG-103)", () => {
  const vos = { negotiation: "vos" } as const;
  for (const [what, headers] of [
    ["no timer answer", []],
    ["an interval below our minimum", [header("Session-Expires", "60;refresher=uac")]],
    ["another refresher than ours", [header("Session-Expires", "1800;refresher=uas")]],
  ] as const) {
    it(`refreshes at once after ${what}; silence ends the call at 64*T1`, () => {
      const made = outgoing(vos, [allowsUpdate, ...headers]);
      const answeredAt = made.wire.timesOf("ACK", SWITCH)[0] ?? 0;
      made.wire.pass(seconds(40));
      const updates = made.wire.timesOf("UPDATE", SWITCH).map((at) => Math.round((at - answeredAt) * 1000) / 1000);
      assert.deepEqual(updates.slice(0, 5), [0, 0.5, 1.5, 3.5, 7.5]);
      assert.equal(made.wire.requests("UPDATE")[0]?.header("Session-Expires"), "1800;refresher=uac");
      const bye = made.wire.timesOf("BYE", SWITCH)[0] ?? 0;
      assert.equal(Math.round((bye - answeredAt) * 1000) / 1000, 32);
      assert.deepEqual(endOf(made.sw), { cause: "refreshFailed", by: "local", status: undefined });
    });
  }

  it("scales with T1: 250 ms gives 16 s", () => {
    const timers = { ...defaultSipTimers, t1: milliseconds(250) };
    const made = outgoing(vos, [allowsUpdate], { timers });
    const answeredAt = made.wire.timesOf("ACK", SWITCH)[0] ?? 0;
    made.wire.pass(seconds(20));
    assert.equal(Math.round(((made.wire.timesOf("BYE", SWITCH)[0] ?? 0) - answeredAt) * 1000) / 1000, 16);
  });

  for (const status of [405, 422, 501]) {
    it(`leaves the call up when the refresh gets ${status}`, () => {
      const made = outgoing(vos, [allowsUpdate]);
      made.gateway.on["UPDATE"] = (update) => made.gateway.respond(update, status, { headers: [header("Min-SE", "3600")] });
      made.gateway.heard
        .filter((each) => each.kind === "request" && each.method === "UPDATE")
        .forEach((update) => made.gateway.respond(update, status));
      made.wire.pass(seconds(120));
      assert.equal(endOf(made.sw), undefined);
      assert.equal(made.wire.requests("INVITE").length, 1);
    });
  }

  it("sends no refresh when the answer is good", () => {
    const made = outgoing(vos, [allowsUpdate, header("Session-Expires", "1800;refresher=uac"), header("Require", "timer")]);
    made.wire.pass(seconds(60));
    assert.deepEqual(made.wire.requests("UPDATE"), []);
    assert.equal(endOf(made.sw), undefined);
  });

  it("does nothing with session timers off (DBG-110)", () => {
    const made = outgoing({ ...vos, interval: seconds(0) }, [allowsUpdate]);
    made.wire.pass(seconds(120));
    assert.deepEqual(made.wire.requests("UPDATE"), []);
    assert.equal(endOf(made.sw), undefined);
  });
});

describe("two legs (DBG-112)", () => {
  it("refresh each by its own schedule", () => {
    const wire = new Wire();
    const sw = new Party(wire, switchAddress, { timer: defaultTimer });
    const caller = new Party(wire, { address: "192.0.2.3", port: 5060 }, { timer: { ...defaultTimer, interval: seconds(600) } });
    const gateway = new Party(wire, gatewayAddress, { timer: { ...defaultTimer, refresher: "uac" } });
    sw.onInvite = (session) => session.answer({ sdp: sdp("switch") });
    gateway.onInvite = (session) => session.answer({ sdp: sdp("gateway") });
    caller.invite(sw);
    sw.invite(gateway);
    wire.pass(seconds(1000));
    assert.deepEqual(rounded(wire.timesOf("UPDATE", caller.host)), [300, 600, 900]);
    assert.deepEqual(rounded(wire.timesOf("UPDATE", sw.host)), [900]);
    assert.deepEqual(wire.timesOf("UPDATE", GATEWAY), []);
  });

  it("a policy without timers and one with them live together", () => {
    const wire = new Wire();
    const plain = new Party(wire, switchAddress, { timer: noTimer });
    const timed = new Party(wire, gatewayAddress, { timer: defaultTimer });
    timed.onInvite = (session) => session.answer({ sdp: sdp("gateway") });
    plain.invite(timed);
    wire.pass(seconds(4000));
    assert.deepEqual(rounded(wire.timesOf("UPDATE", timed.host)), [900, 1800, 2700, 3600]);
    assert.equal(timed.call.state, "confirmed");
  });
});
