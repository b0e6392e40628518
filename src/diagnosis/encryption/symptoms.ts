import type { Finding } from "../finding";

/** What an operator sees after encryption was enabled: the rows of the guide's symptom table. */
export type EncryptionSymptom = "noAudio" | "oneWayAudio" | "garbled" | "highCpu" | "intermittent" | "callsFail";

interface SymptomRow {
  readonly likelyCause: string;
  readonly solution: string;
  readonly behaviours: readonly string[];
}

/** The guide's symptom table (RTP-078 to RTP-082, RTP-064), with our reading where it contradicts itself. */
export const SYMPTOM_TABLE: Readonly<Record<EncryptionSymptom, SymptomRow>> = {
  noAudio: {
    likelyCause: "mode mismatch: SS_RTPENCRYPTIONMODE differs between the two sides",
    solution: "set identical SS_RTPENCRYPTIONMODE on both gateways",
    behaviours: ["RTP-078"],
  },
  oneWayAudio: {
    likelyCause: "key mismatch in one direction, or an asymmetric mode (one of several relays not restarted)",
    solution: "compare SS_RTPENCRYPTIONKEY character by character and restart every media relay of both sides",
    behaviours: ["RTP-079", "RTP-075"],
  },
  garbled: {
    likelyCause: "same mode, different key",
    solution: "copy the key exactly from one side to the other and check for trailing spaces",
    behaviours: ["RTP-080"],
  },
  highCpu: {
    likelyCause: "AES128 on a host without AES-NI, or too many concurrent calls",
    solution: "switch to RC4 or XOR, or use hardware with AES-NI",
    behaviours: ["RTP-081"],
  },
  intermittent: {
    likelyCause: "the key holds special characters that one configuration layer escapes",
    solution: "use an alphanumeric-only key",
    behaviours: ["RTP-082"],
  },
  callsFail: {
    likelyCause: "parameter not applied; the calls are answered and carry no usable audio, signalling does not fail",
    solution: "restart the media relay after changing the parameters",
    behaviours: ["RTP-064"],
  },
};

/** The three usual causes of no audio after enabling encryption, most likely first (RTP-139). */
export const USUAL_CAUSES = ["mode differs", "key differs", "media relay not restarted"] as const;

/** The table's row as a finding about `subject`. */
export function explainSymptom(subject: string, symptom: EncryptionSymptom): Finding {
  const row = SYMPTOM_TABLE[symptom];
  return {
    rule: `RTP_SYMPTOM_${symptom.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`,
    severity: symptom === "highCpu" ? "warning" : "error",
    subject,
    finding: row.likelyCause,
    cost:
      symptom === "highCpu"
        ? "late packets and fewer calls than the host could carry"
        : "answered and billed calls without usable audio",
    mend: row.solution,
    behaviours: row.behaviours,
  };
}

/** What two parties of one call heard. */
export interface AudioVerdicts {
  readonly callerHears: "intelligible" | "degraded" | "noise" | "silence";
  readonly calleeHears: "intelligible" | "degraded" | "noise" | "silence";
}

/** Names the symptom from what was heard; undefined when both hear each other. `sameMode` tells garbled from no audio. */
export function symptomOf(heard: AudioVerdicts, sameMode: boolean): EncryptionSymptom | undefined {
  const clear = [heard.callerHears, heard.calleeHears].filter((verdict) => verdict === "intelligible").length;
  if (clear === 2) return undefined;
  if (clear === 1) return "oneWayAudio";
  return sameMode ? "garbled" : "noAudio";
}
