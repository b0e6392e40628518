import { header, methodOf, readSipText, uriOf, userOf } from "../../../simulators/endpoint";
import type { Stage } from "../stages/stage";

/** The INVITEs that SIP Trace lists, oldest first: their way, and the numbers in Request-URI and From. */
export async function tracedInvites(stage: Stage, name: string): Promise<readonly Readonly<Record<string, string>>[]> {
  return (await stage.traced(name)).flatMap(({ direction, message }) => {
    const read = readSipText(Buffer.from(message, "latin1"));
    if (read === undefined || methodOf(read) !== "INVITE") return [];
    const number = userOf(read.startLine.split(" ")[1] ?? "").replace("+", "");
    return [{ direction, number, caller: userOf(uriOf(header(read, "From"))).replace("+", "") }];
  });
}
