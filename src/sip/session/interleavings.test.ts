import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { milliseconds, seconds } from "../../base";
import { chance } from "./testing/chance";
import { defaultTimer, Party, sdp } from "./testing/party";
import { Wire } from "./testing/wire";
import type { InviteSession, SessionTimerPolicy } from "./types";

type Draws = ReturnType<typeof chance>;

/** How long a run acts before everything is ended. */
const ACTING = 120;

/** Session timers that fire within a run: intervals of 90 to 110 s. */
const policyOf = (draws: Draws): SessionTimerPolicy => ({
  ...defaultTimer,
  interval: seconds(draws.between(0, 3) === 0 ? 0 : draws.between(90, 110)),
  refresher: draws.between(0, 1) === 0 ? "uac" : "uas",
  negotiation: draws.between(0, 2) === 0 ? "vos" : "rfc",
});

const SESSION_TIMERS: ReadonlySet<string> = new Set([
  ...["session refresh", "session expiry", "refresh retry", "offer retry", "re-INVITE wait"],
  ...["2xx retransmission", "ACK wait", "1xx retransmission", "PRACK wait"],
]);

/** One random run: what is accepted as an offer is counted, so that each outcome can be accounted for. */
class Run {
  readonly wire = new Wire();
  readonly alice: Party;
  readonly bob: Party;
  readonly offersTaken = new Map<InviteSession, number>();
  private readonly draws: Draws;
  private version = 1;

  constructor(seed: number) {
    this.draws = chance(seed);
    this.alice = new Party(this.wire, { address: "192.0.2.1", port: 5060 }, { timer: policyOf(this.draws), seed });
    this.bob = new Party(this.wire, { address: "192.0.2.2", port: 5060 }, { timer: policyOf(this.draws), seed: seed + 1 });
    for (const party of [this.alice, this.bob]) {
      party.on = {
        onOffer: (session) => this.soon("answer of an offer", () => this.answerOffer(session)),
        onRequest: (_session, _request, respond) => this.soon("answer of a request", () => respond(200)),
        onProvisional: (session, _response, body) => void (body !== undefined && session.answerOffer(this.nextSdp())),
        onAnswered: (session, _response, _body, needsAnswer) => {
          if (needsAnswer) this.soon("ACK", () => session.acknowledge(this.nextSdp()));
        },
        onOfferOutcome: (session) => {
          session.acknowledge(this.nextSdp());
        },
      };
    }
    this.bob.onInvite = (session) => this.answerCall(session);
    const loss = this.draws.between(0, 3) * 0.1;
    const blackout = this.draws.between(0, 5) === 0 ? this.draws.between(1, ACTING) : Infinity;
    this.wire.fate = ({ at }) => {
      if (at > blackout || this.draws.fraction() < loss) return "lost";
      const delay = milliseconds(this.draws.between(1, 700));
      return this.draws.fraction() < 0.1 ? [delay, milliseconds(this.draws.between(1, 2000))] : [delay];
    };
  }

  play(): void {
    const session = this.alice.invite(this.bob, {
      offers: this.draws.between(0, 3) > 0,
      reliableProvisional: this.draws.between(0, 2) > 0,
    });
    for (let count = this.draws.between(0, 12); count > 0; count -= 1) {
      this.wire.wheel.in(seconds(this.draws.fraction() * ACTING), "action", () => {
        const far = this.bob.calls[0];
        this.act(far !== undefined && this.draws.between(0, 1) === 0 ? far : session);
      });
    }
    this.wire.pass(seconds(ACTING));
    session.end();
    for (const call of this.bob.calls) call.end();
    for (let waited = 0; this.isUnderWay && waited < 600; waited += 1) this.wire.pass(seconds(1));
    assert.deepEqual(
      this.wire.armed().filter((name) => SESSION_TIMERS.has(name)),
      [],
      "timers of ended sessions",
    );
    assert.equal(this.wire.settle(seconds(600)), true, `still armed: ${this.wire.armed().join()}`);
  }

  private get isUnderWay(): boolean {
    return this.alice.agent.sessions + this.bob.agent.sessions > 0;
  }

  private act(session: InviteSession): void {
    switch (this.draws.between(0, 6)) {
      case 0:
        return void session.cancel();
      case 1:
        return void session.end();
      case 2:
        return void session.request("INFO", {}, () => undefined);
      case 3:
        return void session.answer({ sdp: this.nextSdp() });
      default: {
        const isTaken = session.offer(this.draws.between(0, 4) === 0 ? undefined : this.nextSdp());
        if (isTaken) this.offersTaken.set(session, (this.offersTaken.get(session) ?? 0) + 1);
      }
    }
  }

  private answerCall(session: InviteSession): void {
    const steps = this.draws.between(0, 3);
    for (let step = 0; step < steps; step += 1) {
      this.soon("progress", () => session.progress(180 + step, this.draws.between(0, 1) === 0 ? {} : { sdp: this.nextSdp() }));
    }
    const choice = this.draws.between(0, 5);
    if (choice === 0) this.soon("refusal", () => session.reject(486));
    else if (choice > 1) this.soon("answer", () => session.answer({ sdp: this.nextSdp() }));
  }

  private answerOffer(session: InviteSession): void {
    if (this.draws.between(0, 4) === 0) session.rejectOffer(488);
    else session.answerOffer(this.nextSdp());
  }

  private soon(name: string, run: () => void): void {
    this.wire.wheel.in(milliseconds(this.draws.between(0, 5000)), name, run);
  }

  private nextSdp(): Buffer {
    this.version += 1;
    return sdp("either", this.version);
  }
}

const count = (party: Party, ...names: readonly string[]): number => party.names().filter((name) => names.includes(name)).length;

function check({ alice, bob, offersTaken }: Run): void {
  for (const { agent, layer } of [alice, bob])
    assert.deepEqual([agent.sessions, layer.size], [0, 0], "sessions and transactions are left");
  assert.equal(
    count(alice, "onAnswered", "onFailed", "onCancelCompleted"),
    1,
    `one outcome for the caller: ${alice.names().join()}`,
  );
  assert.equal(count(alice, "onEnded"), count(alice, "onAnswered"), `an answered call ends once: ${alice.names().join()}`);
  assert.ok(
    count(bob, "onEnded") + count(bob, "onCancelled") <= bob.calls.length,
    `one end for the callee: ${bob.names().join()}`,
  );
  for (const party of [alice, bob]) {
    const names = party.names();
    const last = names.findIndex((name) => name === "onEnded" || name === "onFailed" || name === "onCancelCompleted");
    if (last >= 0 && party === alice) assert.equal(last, names.length - 1, `told after the end: ${names.join()}`);
  }
  const taken = [...offersTaken.values()].reduce((sum, each) => sum + each, 0);
  const outcomes = count(alice, "onOfferOutcome") + count(bob, "onOfferOutcome");
  assert.ok(outcomes >= taken, `each offer has its outcome: ${outcomes} of ${taken}`);
}

describe("random interleavings of calls, offers, cancels, BYEs, loss, delay and duplicates", () => {
  it("end with both sides terminated, each owner told once, and nothing left", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 0x7fffffff }), (seed) => {
        const run = new Run(seed);
        run.play();
        check(run);
      }),
      { numRuns: 150, seed: 4028 },
    );
  });
});
