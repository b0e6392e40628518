import type { Stage } from "../stages/stage";

const SIP_PORT = 5060;
const isRtcp = (bytes: Buffer): boolean => (bytes[1] ?? 0) >= 192 && (bytes[1] ?? 0) <= 223;
const isMedia = (bytes: Buffer): boolean => (bytes[0] ?? 0) >> 6 === 2;

/** The UDP ports of a host that media came from, each once, in order. */
export async function portsOf(
  stage: Stage,
  host: string,
): Promise<{ readonly rtp: readonly number[]; readonly rtcp: readonly number[] }> {
  const [rtp, rtcp] = [new Set<number>(), new Set<number>()];
  for (const { transport, from, bytes } of await stage.packets()) {
    if (transport !== "udp" || from.port === SIP_PORT || stage.hostOf(from.address) !== host || !isMedia(bytes)) continue;
    (isRtcp(bytes) ? rtcp : rtp).add(from.port);
  }
  const sorted = (ports: ReadonlySet<number>): readonly number[] => [...ports].sort((a, b) => a - b);
  return { rtp: sorted(rtp), rtcp: sorted(rtcp) };
}
