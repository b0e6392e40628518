import assert from "node:assert/strict";
import { Then } from "@cucumber/cucumber";
import { cseqOf, header } from "../../simulators/endpoint";
import { messagesOf } from "../support/facts/message-facts";
import { assertNoSecret } from "../support/facts/secrets";
import type { LabWorld } from "../support/world";

Then(
  "the {int} INVITEs to {party} are one call, each with the next number",
  async function (this: LabWorld, count: number, party: string) {
    const heard = (await messagesOf(await this.stage, party, "received")).filter(({ label }) => label === "INVITE");
    const numbers = [...new Set(heard.map(({ message }) => cseqOf(message).number))];
    assert.deepEqual(
      numbers,
      Array.from({ length: count }, (_, index) => index + 1),
      "CSeq",
    );
    for (const part of ["Call-ID", "From"])
      assert.equal(new Set(heard.map(({ message }) => header(message, part))).size, 1, part);
  },
);

Then("the password {string} appears in no message, log, record or report", async function (this: LabWorld, password: string) {
  await assertNoSecret(this.lab, [password]);
});
