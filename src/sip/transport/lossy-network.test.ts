import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { createSimulation } from "../../adapters/sim";
import { milliseconds, seconds, type SocketAddress } from "../../base";
import { createResponse } from "../message";
import { defaultSipTimers, type ClientTransaction } from "../transaction";
import { ownRequest } from "../transaction/layer-builder";
import { buildParty } from "./stack-builder";

const HERE: SocketAddress = { address: "192.0.2.1", port: 5060 };
const THERE: SocketAddress = { address: "198.51.100.7", port: 5060 };

/** With timer C every INVITE ends, even one whose 2xx is lost: nobody repeats it here. */
const TIMERS = { ...defaultSipTimers, timerC: seconds(180) };

const request = fc.record({
  method: fc.constantFrom("INVITE", "INVITE", "OPTIONS", "BYE"),
  status: fc.constantFrom(200, 302, 486, 503, 603),
  provisional: fc.option(fc.constantFrom(100, 180, 183), { nil: undefined }),
  answerAfter: fc.integer({ min: 0, max: 3_000 }),
  isCancelled: fc.boolean(),
  transport: fc.constantFrom("udp", "udp", "udp", "tcp"),
});

const weather = fc.record({
  seed: fc.integer({ min: 0, max: 2 ** 31 }),
  loss: fc.constantFrom(0, 0.1, 0.3, 0.6),
  duplicate: fc.constantFrom(0, 0.2, 0.5),
  reorder: fc.constantFrom(0, 0.2, 0.5),
  jitter: fc.constantFrom(0, 50, 400),
  requests: fc.array(request, { minLength: 1, maxLength: 12 }),
});

describe("transactions over a network that loses, repeats and reorders", () => {
  it("all end, each with one outcome; no request reaches the core twice; nothing is left", () => {
    fc.assert(
      fc.property(weather, ({ seed, requests, jitter, ...faults }) => {
        const { clock, network, random } = createSimulation({ seed });
        network.impair({ ...faults, jitter: milliseconds(jitter) });
        const delivered: string[] = [];
        const plan = new Map(requests.map((each, index) => [`call${index}`, each]));
        const there = buildParty({ clock, network: network.host(THERE.address), random: random.fork("there") }, THERE, {
          timers: TIMERS,
          onRequest(received, transaction, stack) {
            delivered.push(received.callId);
            const { status, provisional, answerAfter } = plan.get(received.callId) ?? assert.fail(received.callId);
            const respond = (code: number): void =>
              stack.transactions.respond(transaction, createResponse(received, code, { toTag: transaction.toTag }));
            if (provisional !== undefined) respond(provisional);
            stack.wheel.in(milliseconds(answerAfter), "answer", () => respond(status));
          },
        });
        const here = buildParty({ clock, network: network.host(HERE.address), random: random.fork("here") }, HERE, {
          timers: TIMERS,
        });
        clock.advance(milliseconds(10));
        const outcomes = new Map<string, string[]>();
        const transactions: ClientTransaction[] = [];
        for (const [callId, { method, isCancelled, transport }] of plan) {
          const seen: string[] = [];
          outcomes.set(callId, seen);
          const transaction = here.stack.wheel.run(() =>
            here.stack.transactions.request(
              ownRequest(method, { callId, fromTag: callId }),
              { remote: THERE, transport },
              {
                onResponse: ({ status }) => void (status >= 200 && seen.push(String(status))),
                onFailure: (failure) => void seen.push(failure),
              },
            ),
          );
          transactions.push(transaction);
          if (isCancelled && method === "INVITE") here.stack.wheel.run(() => here.stack.transactions.cancel(transaction));
        }
        clock.advance(seconds(600));
        assert.deepEqual(delivered.length, new Set(delivered).size, "a request reached the core twice");
        assert.ok(transactions.every(({ isTerminated }) => isTerminated));
        for (const [callId, seen] of outcomes) {
          // A 2xx may come more than once: each is the core's to acknowledge.
          const distinct = new Set(seen);
          assert.equal(distinct.size, 1, `${callId}: ${seen.join(", ")}`);
          if (!distinct.has("200") || plan.get(callId)?.method !== "INVITE") assert.equal(seen.length, 1, seen.join(", "));
        }
        for (const { stack } of [here, there]) {
          assert.deepEqual([stack.transactions.size, stack.wheel.armed(), stack.connections], [0, [], 0]);
          stack.close();
        }
        clock.advance(seconds(10));
        assert.deepEqual([clock.armed(), network.host(HERE.address).open(), network.host(THERE.address).open()], [[], [], []]);
      }),
      { seed: 20260105, numRuns: 60 },
    );
  });
});
