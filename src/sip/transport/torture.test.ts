import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { createSimulation } from "../../adapters/sim";
import { milliseconds, seconds, type SocketAddress } from "../../base";
import { tortureCases, type TortureCase } from "../message/torture-cases";
import { buildParty } from "./stack-builder";

const HERE: SocketAddress = { address: "192.0.2.1", port: 5060 };
/** Every sent-by of the torture messages names some other host, so answers go to this host at the port they name. */
const SENDER = "198.51.100.7";

const bytesOf = (file: string): Buffer => readFileSync(join(__dirname, "../message/torture", `${file}.dat`));

/** What one message came to: what the core was told, and the statuses that came back. */
function outcomeOf(file: string) {
  const { clock, network, random } = createSimulation({ seed: file });
  const party = buildParty({ clock, network: network.host(HERE.address), random }, HERE, { answer: undefined });
  const sent: number[] = [];
  network.observe(({ from, bytes }) => {
    if (from.address !== HERE.address) return;
    // By its text: an answer repeats the headers it was asked with, malformed ones too.
    sent.push(Number(/^SIP\/2\.0 (\d{3}) /.exec(bytes.toString("latin1"))?.[1] ?? assert.fail("the answer is no response")));
  });
  const sender = network
    .host(SENDER)
    .udp({ local: { address: SENDER, port: 5060 } }, { onDatagram: () => undefined, onError: (error) => assert.fail(error) });
  clock.advance(milliseconds(10));
  sender.send(bytesOf(file), HERE);
  clock.advance(milliseconds(100));
  const { told, stack } = party;
  const { transactions } = stack;
  const atFirst = [...sent];
  clock.advance(seconds(10));
  stack.close();
  assert.deepEqual([transactions.size, stack.wheel.armed()], [0, []]);
  return { told, statuses: atFirst, later: sent };
}

const allowedStatuses = ({ status, otherStatuses = [] }: TortureCase): readonly number[] =>
  status === undefined ? otherStatuses : [status, ...otherStatuses];

describe("RFC 4475 on the wire", () => {
  for (const each of tortureCases) {
    const { file, section, title, expectation, layer } = each;
    it(`${section} ${title}: ${layer} ${expectation} (${file})`, () => {
      const { told, statuses, later } = outcomeOf(file);
      if (expectation === "discard") return assert.deepEqual([told, later], [[], []]);
      if (layer === "parser") {
        assert.deepEqual(told, [], "a malformed message reached the core");
        assert.equal(later.length, 1, "answered once, and not again");
        return assert.ok(allowedStatuses(each).includes(later[0] ?? 0), `answered ${later[0]}`);
      }
      if (layer === "transaction" && told.length === 0) {
        return assert.ok(allowedStatuses(each).includes(statuses[0] ?? 0), `answered ${statuses[0]}`);
      }
      if (layer === "transaction") assert.ok(each.mayProcess, "passed what must be refused");
      if (told.length > 0) return assert.deepEqual(statuses, [], "the core answers, not the layer");
      // REGISTER is none of a switch's methods; a stray response has no transaction.
      assert.ok(statuses[0] === 405 || bytesOf(file).toString("latin1").startsWith("SIP/2.0"), `answered ${statuses[0]}`);
    });
  }
});
