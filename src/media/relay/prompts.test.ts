import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { MU_LAW, SAMPLE_RATE_HZ, silence, tone } from "../../codec";
import { milliseconds } from "../../base";
import { createPayloadCipher } from "../cipher/payload-cipher";
import { answerOf, call, type Call } from "./relay-builder";

const KEY = "abcdefghijklmnop";
const HEADER_BYTES = 12;
const beep = tone({ samples: 400, frequencyHz: 700 });
const prompts = { find: (name: string, language: string) => (name === "beep" && language === "en" ? beep : undefined) };
const announcement = { prompts: ["beep", "beep"], language: "en", payloadType: 0 } as const;

const play = ({ world, relay }: Call, asked: Parameters<typeof relay.play>[2] = announcement) =>
  answerOf(world, (done: Parameters<typeof relay.play>[3]) => relay.play("call", "a", asked, done));

describe("media relay: prompts", () => {
  it("plays several to one side, as packets of 20 ms with one source, the last one filled up with silence", () => {
    const made = call({ prompts });
    const { world, caller, callee } = made;
    const result = play(made);
    assert.deepEqual(result, { ok: true, value: { durationMs: 100 } });
    world.clock.advance(milliseconds(500));
    assert.equal(callee.heard.length, 0);
    const filled = silence(800);
    filled.set(beep, 0);
    filled.set(beep, 400);
    assert.ok(
      Buffer.concat(caller.heard.map((packet) => packet.subarray(HEADER_BYTES))).equals(Buffer.from(MU_LAW.encode(filled))),
    );
    const headers = caller.heard.map((packet) => [packet.readUInt16BE(2), packet.readUInt32BE(4), packet.readUInt32BE(8)]);
    const [[sequence = 0, timestamp = 0, ssrc] = []] = headers;
    assert.deepEqual(
      headers,
      headers.map((_, index) => [sequence + index, (timestamp + 160 * index) >>> 0, ssrc]),
    );
    assert.deepEqual(
      caller.heard.map((packet) => (packet[1] ?? 0) >> 7),
      [1, 0, 0, 0, 0],
    );
  });

  it("ends with the relay, and with another announcement", () => {
    const made = call({ prompts });
    const { world, relay, caller } = made;
    play(made);
    play(made, { ...announcement, prompts: ["beep"] });
    world.clock.advance(milliseconds(25));
    const before = caller.heard.length;
    assert.ok(before > 0 && before < 6, `${before} packets`);
    relay.close("call", () => undefined);
    world.clock.advance(milliseconds(500));
    assert.equal(caller.heard.length, before);
    assert.deepEqual(world.clock.armed(), []);
  });

  it("encrypts for a side that is encrypted", () => {
    const made = call({ prompts, encryption: { mode: 1, key: KEY }, encrypted: "a" });
    const { world, caller } = made;
    play(made);
    world.clock.advance(milliseconds(500));
    const created = createPayloadCipher(1, KEY);
    const cipher = created.ok ? created.value : undefined;
    const [first = Buffer.alloc(0)] = caller.heard;
    const clear = Buffer.from(MU_LAW.encode(beep.subarray(0, 160)));
    assert.ok(!first.subarray(HEADER_BYTES).equals(clear));
    cipher?.decrypt(first, HEADER_BYTES);
    assert.ok(first.subarray(HEADER_BYTES).equals(clear));
  });

  it("are not played when one of them is not there, nor on a relay that is not", () => {
    const made = call({ prompts });
    assert.deepEqual(play(made, { ...announcement, prompts: ["beep", "unknown"] }), {
      ok: false,
      failure: { kind: "unknownPrompt" },
    });
    assert.deepEqual(play(call()), { ok: false, failure: { kind: "unknownPrompt" } });
    made.relay.stop();
    assert.deepEqual(play(made), { ok: false, failure: { kind: "unknownRelay" } });
  });

  it("have the sampling rate of G.711", () => assert.equal(SAMPLE_RATE_HZ, 8_000));
});
