import assert from "node:assert/strict";
import { SeededRandom } from "../../../src/adapters/sim";
import type { Lab } from "../lab";

/** Every plan that the running first switch makes for numbers at random consists of these gateways in this order. */
export async function assertPlansBegin(
  lab: Lab,
  wanted: { readonly count: number; readonly order: readonly string[] },
): Promise<void> {
  const stage = await lab.running();
  const random = SeededRandom.fromSeed(stage.seed).fork("plans at random");
  const [customer] = lab.settings.switches.flatMap(({ mappingGateways }) => mappingGateways);
  for (let index = 0; index < wanted.count; index += 1) {
    const callee = `44${random.between(2_000_000_000, 2_099_999_999)}`;
    const { attempts } = await stage.analyse(lab.firstSwitch, { caller: "", callee, from: customer?.name ?? "" });
    const found = attempts.map(({ gateway }) => gateway);
    if (found.join() !== wanted.order.join()) assert.deepEqual(found, wanted.order, `plan for ${callee}`);
  }
}
