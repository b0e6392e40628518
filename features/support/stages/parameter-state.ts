import type { ParameterReport } from "../../../src/parameters";
import type { ParameterState } from "./stage";

const text = (value: ParameterReport["saved"]): string =>
  typeof value === "object" ? `${value.bytes} bytes, SHA-256 ${value.sha256}` : String(value);

/** A parameter as steps read it; a secret only by its fingerprint. */
export const parameterState = ({
  name,
  saved,
  running,
  pendingRestart,
  default: usual,
  service,
}: ParameterReport): ParameterState => ({
  name,
  saved: text(saved),
  running: text(running),
  pending: pendingRestart,
  default: String(usual),
  service: service === "none" ? undefined : service,
});
