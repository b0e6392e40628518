import assert from "node:assert";
import { between, formatSocketAddress, inSeconds, type Duration, type Instant, type WallTime } from "../../../src/base";
import { header, methodOf, readSipText, tagOf, type SipText } from "../../../simulators/endpoint";
import type { Stage } from "../stages/stage";
import { expected, isNear } from "./expect";

/** One attempt as the network carried it: the first INVITE of a dialog to a vendor, heard or not. */
export interface Offer {
  readonly vendor: string;
  readonly at: WallTime;
  readonly invite: SipText;
}

/** Everything that the switches offered to the parties since `start`, in order of time; retransmissions count once. */
export async function offersSince(stage: Stage, start: Instant): Promise<readonly Offer[]> {
  const origin = stage.wallClockAt(start);
  const seen = new Set<string>();
  return (await stage.packets()).flatMap(({ at, from, to, bytes }) => {
    if (at < origin || !bytes.subarray(0, 7).equals(INVITE) || stage.hostOf(from.address)?.startsWith("switch ") !== true)
      return [];
    const invite = readSipText(Buffer.from(bytes));
    if (invite === undefined || methodOf(invite) !== "INVITE" || tagOf(header(invite, "To")) !== undefined) return [];
    const key = `${header(invite, "Call-ID")} ${formatSocketAddress(to)}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ vendor: stage.hostOf(to.address) ?? to.address, at, invite }];
  });
}

const INVITE = Buffer.from("INVITE ");

/** The vendors that were offered something since `start` are these, in this order and no others. */
export async function assertOffered(stage: Stage, start: Instant, wanted: readonly string[]): Promise<void> {
  const offers = await offersSince(stage, start);
  const found = offers.map(({ vendor }) => vendor).join(", ");
  assert(
    found === wanted.join(", "),
    expected("the call to be offered", `to ${wanted.join(", ")}`, found === "" ? "nobody" : found),
  );
}

/** Like {@link assertOffered}, with the seconds from `start` to each INVITE. */
export async function assertOfferedAt(
  stage: Stage,
  start: Instant,
  wanted: readonly { readonly vendor: string; readonly after: number }[],
): Promise<void> {
  const origin = stage.wallClockAt(start);
  const found = (await offersSince(stage, start)).map(({ vendor, at }) => ({ vendor, after: inSeconds(between(origin, at)) }));
  const text = (rows: typeof wanted): string =>
    rows.map(({ vendor, after }) => `${vendor} after ${after.toFixed(3)} s`).join(", ");
  const agree =
    found.length === wanted.length &&
    wanted.every(({ vendor, after }, index) => {
      const offer = found[index];
      return offer?.vendor === vendor && isNear(offer.after, after, stage.tolerance);
    });
  assert(agree, expected("the call to be offered", text(wanted), found.length === 0 ? "nobody" : text(found)));
}

/** The vendors that were offered something since `start` are these in this order, each so many seconds after the one before. */
export async function assertSpacing(
  stage: Stage,
  start: Instant,
  wanted: { readonly tolerance: Duration; readonly rows: readonly Readonly<Record<string, string>>[] },
): Promise<void> {
  const offers = await offersSince(stage, start);
  const found = offers.map(({ vendor, at }, index) => ({ vendor, gap: inSeconds(between(offers[index - 1]?.at ?? at, at)) }));
  const rows = wanted.rows.map(({ vendor = "", gap = "" }) => ({ vendor, gap: Number(gap.replace(/ seconds?$/, "")) }));
  const agree =
    found.length === rows.length &&
    rows.every(({ vendor, gap }, index) => {
      const offer = found[index];
      return offer?.vendor === vendor && isNear(offer.gap, gap, wanted.tolerance);
    });
  const text = (list: typeof rows): string => list.map(({ vendor, gap }) => `${vendor} ${gap.toFixed(3)} s later`).join(", ");
  assert(agree, expected("the call to be offered", text(rows), text(found)));
}
