import assert from "node:assert/strict";
import { between, type Duration, type WallTime } from "../../../src/base";
import { methodOf, readSipText, userOf } from "../../../simulators/endpoint";
import type { Lab } from "../lab";

/** What is measured of one number: when the switch acknowledged the last failure, and when it first asked the protect route. */
interface Wait {
  failedAt: WallTime | undefined;
  askedAt: WallTime | undefined;
}

/**
 * Every call went to a protect route exactly `delay` after its own last normal gateway failed, to the microsecond.
 *
 * Both moments are those at which the switch sent something: the ACK of a failure leaves it in the moment in which the failure comes in.
 */
export async function assertWaited(
  lab: Lab,
  wanted: { readonly count: number; readonly vendor: string; readonly delay: Duration },
): Promise<void> {
  const waits = await waitsByNumber(lab, wanted.vendor);
  assert.equal(waits.size, wanted.count, "calls whose normal gateways failed");
  const found = new Set(
    [...waits.values()].map(({ failedAt, askedAt }) =>
      failedAt === undefined || askedAt === undefined ? "never" : between(failedAt, askedAt),
    ),
  );
  assert.deepEqual([...found], [wanted.delay], "microseconds between the last failure and the protect route");
  const instants = new Set([...waits.values()].map(({ failedAt }) => failedAt));
  assert.equal(instants.size, wanted.count, "the calls were not exhausted at moments of their own");
}

async function waitsByNumber(lab: Lab, vendor: string): Promise<ReadonlyMap<string, Wait>> {
  const stage = await lab.running();
  const waits = new Map<string, Wait>();
  for (const { at, from, to, bytes } of await stage.packets()) {
    if (stage.hostOf(from.address)?.startsWith("switch ") !== true) continue;
    const message = readSipText(Buffer.from(bytes));
    const method = message === undefined ? undefined : methodOf(message);
    if (message === undefined || (method !== "ACK" && method !== "INVITE")) continue;
    const number = userOf(message.startLine.split(" ")[1] ?? "");
    const isProtect = stage.hostOf(to.address) === vendor;
    const wait = waits.get(number) ?? { failedAt: undefined, askedAt: undefined };
    waits.set(number, wait);
    if (method === "INVITE" && isProtect) wait.askedAt ??= at;
    if (method === "ACK" && !isProtect && wait.askedAt === undefined) wait.failedAt = at;
  }
  return waits;
}
