import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createSimulation } from "../../adapters/sim";
import { encodeWav, tone } from "../../codec";
import { builtInPrompt } from "./built-in";
import { PromptLibrary } from "./prompt-library";

const english = tone({ samples: 800, frequencyHz: 500 });
const spanish = tone({ samples: 1_600, frequencyHz: 600 });

function library(recordings: Readonly<Record<string, Buffer>>) {
  const world = createSimulation({ seed: 1 });
  const files = world.disk("192.0.2.1");
  for (const [path, bytes] of Object.entries(recordings)) files.replace(`/prompts/${path}`, bytes);
  return { library: new PromptLibrary(files, "/prompts", world.log), files, log: world.log };
}

describe("the prompts of a switch", () => {
  it("are recordings in the language, in English, or tones", () => {
    const found = library({
      "en/balance-not-enough.wav": encodeWav(english),
      "es/balance-not-enough.wav": encodeWav(spanish),
    }).library;
    assert.deepEqual(found.find("balance-not-enough", "es"), spanish);
    assert.deepEqual(found.find("balance-not-enough", "fr"), english);
    assert.deepEqual(found.find("digit-1", "es"), builtInPrompt("digit-1"));
    assert.equal(found.find("no-such-prompt", "en"), undefined);
  });

  it("differ from each other where they are tones", () => {
    const names = [
      "balance-not-enough",
      "remaining-amount",
      "remaining-minutes",
      "point",
      ...[..."0123456789"].map((d) => `digit-${d}`),
    ];
    const tones = names.map((name) => Buffer.from(builtInPrompt(name)?.buffer ?? assert.fail(name)).toString("base64"));
    assert.equal(new Set(tones).size, names.length);
  });

  it("are read once", () => {
    const { library: found, files } = library({ "en/point.wav": encodeWav(english) });
    found.find("point", "en");
    files.replace("/prompts/en/point.wav", encodeWav(spanish));
    assert.deepEqual(found.find("point", "en"), english);
  });

  it("never leave their folder", () => {
    const { library: found } = library({ "../secret.wav": encodeWav(english), "en/../../secret.wav": encodeWav(english) });
    assert.equal(found.find("../../secret", "en"), undefined);
    assert.equal(found.find("secret", ".."), undefined);
  });

  it("of a wrong format give way to the tone, with one warning", () => {
    const { library: found, log } = library({ "en/point.wav": encodeWav(english, english) });
    found.find("point", "en");
    assert.deepEqual(found.find("point", "en"), builtInPrompt("point"));
    assert.equal(log.entries.filter(({ event }) => event === "media.prompt.unusable").length, 1);
  });
});
