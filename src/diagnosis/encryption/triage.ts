/** What is known of one call that nobody heard. */
export interface NoAudioEvidence {
  /** Methods and statuses that the trace shows, in order: `INVITE`, `200`, `ACK`. */
  readonly signalling: readonly string[];
  /** RTP packets seen in each direction. */
  readonly packetsFromCaller: number;
  readonly packetsFromCallee: number;
  /** Audio codecs of offer and answer, by name. */
  readonly offered: readonly string[];
  readonly answered: readonly string[];
}

/** The stage at which a no-audio ticket stops, in the guide's order (RTP-140). */
export type TriageStage = "signalling" | "media path" | "codec" | "payload";

export interface TriageResult {
  readonly stage: TriageStage;
  readonly verdict: string;
  readonly behaviours: readonly string[];
}

/**
 * Signalling, RTP presence, codec, then payload: stops at the first stage that fails (RTP-120 to RTP-122, RTP-140).
 * Reaching `payload` means that encryption is worth suspecting.
 */
export function triageNoAudio(evidence: NoAudioEvidence): TriageResult {
  const complete = ["INVITE", "200", "ACK"].every((step) => evidence.signalling.includes(step));
  if (!complete) {
    return {
      stage: "signalling",
      verdict: "INVITE, 200 and ACK are not all there: not an encryption issue",
      behaviours: ["RTP-120", "RTP-140"],
    };
  }
  if (evidence.packetsFromCaller === 0 || evidence.packetsFromCallee === 0) {
    const silent = [
      evidence.packetsFromCaller === 0 ? "caller" : undefined,
      evidence.packetsFromCallee === 0 ? "callee" : undefined,
    ].filter((party) => party !== undefined);
    return {
      stage: "media path",
      verdict: `no RTP from the ${silent.join(" and the ")}: NAT or firewall, not encryption`,
      behaviours: ["RTP-121", "RTP-140"],
    };
  }
  const common = evidence.offered.filter((codec) =>
    evidence.answered.some((other) => other.toUpperCase() === codec.toUpperCase()),
  );
  if (common.length === 0) {
    return { stage: "codec", verdict: "offer and answer share no audio codec", behaviours: ["RTP-122", "RTP-140"] };
  }
  return {
    stage: "payload",
    verdict: "signalling, media path and codec are in order: compare mode, key and restart time of both sides",
    behaviours: ["RTP-120", "RTP-121", "RTP-122", "RTP-139", "RTP-140"],
  };
}
