import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { seconds } from "../../base";
import { SimulatedSwitch } from "./switch-builder";

const refuses = (status: number) => ({ onInvite: [{ afterMs: 10, status }] });

describe("vos3000d in a simulation", () => {
  it("carries a call with voice both ways, stores one record and holds nothing afterwards", async () => {
    const lab = new SimulatedSwitch({ customer: { hangsUpAfterMs: 10_000 } });
    lab.calls();
    lab.pass(seconds(3));
    lab.customer.act({}, { do: "speak" });
    lab.vendor.act({}, { do: "speak" });
    lab.pass(seconds(20));
    assert.deepEqual(lab.ladder(lab.customer), ["> INVITE", "< 100", "< 180", "< 200", "> ACK", "> BYE", "< 200"]);
    assert.deepEqual(lab.ladder(lab.vendor), ["< INVITE", "> 100", "> 180", "> 200", "< ACK", "< BYE", "> 200"]);
    assert.ok(lab.vendor.media({}).received.length > 100);
    assert.ok(lab.customer.media({}).received.length > 100);
    const record = await lab.record();
    assert.deepEqual([record.endReason, record.endDirection, record.calleeGateway], ["Normal release", "caller", "vendor"]);
    // Half a millisecond for the 200 to the customer, half a one for its BYE back.
    assert.equal(record.holdTimeMs, 10_001);
    assert.ok((record.media?.fromA.forwarded ?? 0) > 100);
  });

  it("holds and resumes: each offer goes to the other party and its answer comes back", async () => {
    const lab = new SimulatedSwitch({ customer: { hangsUpAfterMs: 30_000 } });
    lab.calls();
    lab.pass(seconds(3));
    lab.customer.act({}, { do: "hold" });
    lab.pass(seconds(3));
    lab.customer.act({}, { do: "resume" });
    lab.pass(seconds(40));
    const invites = lab.vendor.messages.filter(({ direction, text }) => direction === "received" && text.startsWith("INVITE"));
    assert.equal(invites.length, 3);
    assert.match(invites[1]?.text ?? "", /a=(sendonly|inactive)/);
    assert.match(invites[2]?.text ?? "", /a=sendrecv/);
    await lab.record();
  });

  it("asks the vendor for an offer when the customer makes none, and answers it in the ACK", async () => {
    const lab = new SimulatedSwitch({ customer: { offersIn: "ack", hangsUpAfterMs: 5_000 } });
    lab.calls();
    lab.pass(seconds(3));
    lab.customer.act({}, { do: "speak" });
    lab.pass(seconds(20));
    assert.ok(lab.vendor.media({}).received.length > 50);
    assert.match(lab.vendor.messages.find(({ text }) => text.startsWith("ACK"))?.text ?? "", /m=audio/);
    await lab.record();
  });

  it("relays a reliable provisional on a leg of its own: the vendor's PRACK is ours", async () => {
    const early = { afterMs: 100, status: 183, sdp: "answer" as const, reliable: true };
    const lab = new SimulatedSwitch({
      customer: { hangsUpAfterMs: 5_000, reliableProvisionals: "supported" },
      vendor: { onInvite: [early, { afterMs: 2_000, status: 200 }] },
    });
    lab.calls();
    lab.pass(seconds(20));
    assert.deepEqual(lab.ladder(lab.vendor).slice(0, 4), ["< INVITE", "> 183", "< PRACK", "> 200"]);
    assert.ok(lab.ladder(lab.customer).includes("> PRACK"));
    assert.equal((await lab.record()).endReason, "Normal release");
  });

  it("tries the second vendor when the first is congested, and tells nothing of it to the customer", async () => {
    const lab = new SimulatedSwitch({ vendor: refuses(503), customer: { hangsUpAfterMs: 5_000 } });
    lab.calls();
    lab.pass(seconds(20));
    assert.deepEqual(lab.ladder(lab.customer).slice(0, 4), ["> INVITE", "< 100", "< 180", "< 200"]);
    const record = await lab.record();
    assert.deepEqual(
      record.attempts.map(({ gateway, status }) => [gateway, status]),
      [
        ["vendor", 503],
        ["second", 200],
      ],
    );
  });

  it("waits 64*T1 for a silent vendor before the next one takes the call", async () => {
    const lab = new SimulatedSwitch({ vendor: { onInvite: [] }, customer: { hangsUpAfterMs: 5_000 } });
    lab.calls();
    lab.pass(seconds(60));
    const [first] = (await lab.record()).attempts;
    assert.deepEqual([first?.outcome, first?.elapsedMs], ["timeout", 32_000]);
  });

  it("passes a busy callee on at once, with its cause", async () => {
    const lab = new SimulatedSwitch({ vendor: refuses(486) });
    lab.calls();
    lab.pass(seconds(5));
    assert.deepEqual(lab.ladder(lab.customer), ["> INVITE", "< 100", "< 486", "> ACK"]);
    assert.match(lab.customer.messages.find(({ text }) => text.startsWith("SIP/2.0 486"))?.text ?? "", /Reason: Q\.850;cause=17/);
    assert.equal(lab.secondVendor.messages.length, 0);
    assert.equal((await lab.record()).endReason, "Busy Here(486)");
  });

  it("releases an answer that crosses the caller's CANCEL and bills nothing", async () => {
    const lab = new SimulatedSwitch({ vendor: { onCancel: "answersAnyway" } });
    lab.calls();
    lab.pass(seconds(0.5));
    lab.customer.act({}, { do: "hangUp" });
    lab.pass(seconds(40));
    assert.deepEqual(lab.ladder(lab.vendor).slice(-4), ["> 200", "< ACK", "< BYE", "> 200"]);
    const record = await lab.record();
    assert.deepEqual([record.endReason, record.holdTimeMs, record.endDirection], ["Request Terminated(487)", 0, "caller"]);
  });

  it("ends a call whose caller never acknowledges after 64*T1, as ACK timeout by the server", async () => {
    const lab = new SimulatedSwitch({ customer: { acknowledges: false } });
    lab.calls();
    lab.pass(seconds(80));
    const record = await lab.record();
    assert.deepEqual([record.endReason, record.endDirection, record.holdTimeMs], ["ACK timeout", "server", 32_000]);
  });

  const deaf = { timerAnswer: { kind: "absent" as const }, onUpdate: "ignore" as const, onReinvite: "ignore" as const };

  it("lets a call live whose vendor does not take session timers", async () => {
    const lab = new SimulatedSwitch({ vendor: deaf });
    lab.calls();
    lab.pass(seconds(120));
    assert.equal(lab.service.b2bua.liveCalls, 1);
    lab.customer.act({}, { do: "hangUp" });
    assert.equal((await lab.record()).endReason, "Normal release");
  });

  it("drops that call after 64*T1 as Session timeout by the server when the negotiation is the documented one", async () => {
    const lab = new SimulatedSwitch({ negotiation: "vos", vendor: deaf });
    lab.calls();
    lab.pass(seconds(60));
    const record = await lab.record();
    assert.deepEqual([record.endReason, record.endDirection, record.holdTimeMs], ["Session timeout", "server", 32_000]);
    assert.equal(lab.ladder(lab.customer).filter((line) => line === "< BYE").length, 1);
  });

  it("refuses a stranger with 403 and records an illegal call", async () => {
    const lab = new SimulatedSwitch();
    lab.secondVendor.call({ call: "illegal", to: "442079460123", via: { address: "192.0.2.1", port: 5060 } });
    lab.pass(seconds(5));
    assert.deepEqual(lab.ladder(lab.secondVendor), ["> INVITE", "< 100", "< 403", "> ACK"]);
    const record = await lab.record();
    assert.deepEqual([record.endReason, record.callerIp], ["Illegal call", "192.0.2.21"]);
  });

  it("answers OPTIONS of a gateway", () => {
    const lab = new SimulatedSwitch();
    lab.vendor.ping("OPTIONS", { address: "192.0.2.1", port: 5060 });
    lab.pass(seconds(1));
    assert.deepEqual(lab.ladder(lab.vendor), ["> OPTIONS", "< 200"]);
  });

  it("relays INFO", async () => {
    const lab = new SimulatedSwitch({ customer: { hangsUpAfterMs: 10_000 } });
    lab.calls();
    lab.pass(seconds(3));
    lab.customer.act({}, { do: "info", contentType: "application/dtmf-relay", body: "Signal=5\r\nDuration=160\r\n" });
    lab.pass(seconds(20));
    const info = lab.vendor.messages.find(({ text }) => text.startsWith("INFO"));
    assert.match(info?.text ?? "", /Content-Type: application\/dtmf-relay\r\n[^]*Signal=5/);
    await lab.record();
  });

  it("drains when it stops: new calls get 503, those that are up are ended with BYE and recorded", async () => {
    const lab = new SimulatedSwitch({ extra: "drain: 5s" });
    lab.calls();
    lab.pass(seconds(3));
    const stopped = lab.service.stop();
    await lab.world.clock.advanceSettled(seconds(1));
    lab.customer.call({ call: "late", to: "442079460123", via: { address: "192.0.2.1", port: 5060 } });
    for (let step = 0; step < 100; step += 1) {
      lab.pass(seconds(0.1));
      await new Promise((resolve) => void setImmediate(resolve));
    }
    await stopped;
    assert.ok(lab.ladder(lab.customer).includes("< 503"));
    assert.ok(lab.ladder(lab.customer).includes("< BYE"));
    assert.deepEqual(lab.service.leaks(), []);
    assert.equal(lab.service.options.records.state().waiting, 0);
  });
});
