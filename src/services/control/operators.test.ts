import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { authoriser } from "./operators";

const OPERATORS = [
  { name: "root", role: "administrator", token: "secret" },
  { name: "viewer", role: "observer", token: "look" },
] as const;

describe("the operators of a switch", () => {
  const authorise = authoriser(OPERATORS);

  it("let an administrator do everything, and an observer look at what runs", () => {
    for (const command of ["calls", "rating", "changeRating", "stop", "anything"]) authorise(command, "secret");
    for (const command of ["calls", "status", "gateways", "route"]) authorise(command, "look");
  });

  it("keep an observer from rates, and from every change", () => {
    for (const command of [
      "rating",
      "changeRating",
      "importRates",
      "changeGateway",
      "setParameter",
      "release",
      "stop",
      "accounts",
    ])
      assert.throws(() => authorise(command, "look"), { code: "CONTROL_NOT_ALLOWED" });
  });

  it("refuse whoever shows no token, or nobody's", () => {
    for (const token of [undefined, "", "Secret", "secret "])
      assert.throws(() => authorise("status", token), { code: "CONTROL_NO_OPERATOR" });
  });

  it("are not asked for when there is none", () => authoriser([])("stop", undefined));
});
