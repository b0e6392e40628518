export { compareBytes, type ByteComparison, type ByteVerdict } from "./compare-bytes";
export { spectralFlatness } from "./flatness";
export { A_LAW, g711ByPayloadType, MU_LAW, type G711 } from "./g711";
export { judgeAudio, SILENCE_DBM0, type AudioJudgement, type AudioVerdict } from "./judge";
export { levelDbm0, SAMPLE_RATE_HZ } from "./level";
export { createVoice, speech, type Voice } from "./speech";
export { decodeWav, type WavFailure } from "./read-wav";
export { silence, tone, type ToneOptions } from "./tone";
export { encodeWav } from "./wav";
