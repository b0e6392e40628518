import assert from "node:assert";
import { header, methodOf, readSipText } from "../../../simulators/endpoint";
import { after, between, inSeconds, seconds, times, type Duration, type WallTime } from "../../../src/base";
import type { Lab } from "../lab";
import { expected, isNear } from "./expect";

/** In which any checked gateway is asked and found silent: two default periods and Timer F. */
const FOUND_OUT = seconds(120);

const OPTIONS = Buffer.from("OPTIONS ");

/** When the switches asked a party with OPTIONS, as the network carried it; retransmissions count once. */
export async function probesOf(lab: Lab, party: string): Promise<readonly WallTime[]> {
  const stage = await lab.running();
  const seen = new Set<string>();
  return (await stage.packets()).flatMap(({ at, to, bytes }) => {
    if (stage.hostOf(to.address) !== party || !bytes.subarray(0, OPTIONS.length).equals(OPTIONS)) return [];
    const request = readSipText(Buffer.from(bytes));
    if (request === undefined || methodOf(request) !== "OPTIONS") return [];
    const key = header(request, "Call-ID") ?? "";
    if (seen.has(key)) return [];
    seen.add(key);
    return [at];
  });
}

/** A party has been asked four times at least, and each time so many seconds after the time before. */
export async function assertAskedEvery(lab: Lab, party: string, period: number): Promise<void> {
  const { tolerance } = await lab.running();
  const probes = await probesOf(lab, party);
  const gaps = probes.slice(1).map((at, index) => inSeconds(between(probes[index] ?? at, at)));
  const agree = gaps.length >= 3 && gaps.every((gap) => isNear(gap, period, tolerance));
  assert(agree, expected(`OPTIONS to ${party}`, `every ${period} s`, gaps.map((gap) => `${gap} s`).join(", ") || "none"));
}

/** Lets time pass until the switch shows a gateway as online or not; fails when it does not come to that. */
export async function assertFound(lab: Lab, party: string, wanted: { readonly isOnline: boolean }): Promise<void> {
  const stage = await lab.running();
  const isSo = async (): Promise<boolean> =>
    (await stage.gatewayStates(lab.firstSwitch)).find(({ name }) => name === party)?.isOnline === wanted.isOnline;
  assert(await stage.until(isSo, FOUND_OUT), `${party} is still shown as ${wanted.isOnline ? "away" : "online"}`);
}

/** Lets time pass until a party is asked once more and has answered. */
export async function justProbed(lab: Lab, party: string): Promise<void> {
  const stage = await lab.running();
  const before = (await probesOf(lab, party)).length;
  const isAsked = async (): Promise<boolean> => (await probesOf(lab, party)).length > before;
  assert(await stage.until(isAsked, FOUND_OUT), `${party} was not asked`);
}

/** How often a party was asked in the time that has just passed: as often as the period fits into it, one period apart; not at all without one. */
export async function assertAskedLately(
  lab: Lab,
  party: string,
  { within, every }: { readonly within: Duration; readonly every?: number },
): Promise<void> {
  const stage = await lab.running();
  const start = stage.wallClockAt(after(stage.now(), times(within, -1)));
  const probes = (await probesOf(lab, party)).filter((at) => at >= start);
  const gaps = probes.slice(1).map((at, index) => inSeconds(between(probes[index] ?? at, at)));
  const count = every === undefined ? 0 : Math.floor(inSeconds(within) / every);
  const agree = probes.length >= count && probes.length <= count + (every === undefined ? 0 : 1);
  const found = `${probes.length} times, ${gaps.map((gap) => `${gap} s`).join(", ")} apart`;
  const wanted = every === undefined ? "not once" : `${count} times or once more, ${every} s apart`;
  assert(agree && gaps.every((gap) => isNear(gap, every ?? 0, stage.tolerance)), expected(`OPTIONS to ${party}`, wanted, found));
}
