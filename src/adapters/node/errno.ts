import { SwitchError, type ErrorContext } from "../../base";

const NETWORK_CODES: Readonly<Record<string, string>> = {
  EADDRINUSE: "NETWORK_ADDRESS_IN_USE",
  EADDRNOTAVAIL: "NETWORK_ADDRESS_UNAVAILABLE",
  EACCES: "NETWORK_PERMISSION",
  EPERM: "NETWORK_PERMISSION",
  ENETUNREACH: "NETWORK_UNREACHABLE",
  EHOSTUNREACH: "NETWORK_UNREACHABLE",
  ENETDOWN: "NETWORK_UNREACHABLE",
  EHOSTDOWN: "NETWORK_UNREACHABLE",
  ECONNREFUSED: "NETWORK_REFUSED",
  ECONNRESET: "NETWORK_RESET",
  ECONNABORTED: "NETWORK_RESET",
  EPIPE: "NETWORK_RESET",
  ETIMEDOUT: "NETWORK_TIMEOUT",
  EMSGSIZE: "NETWORK_MESSAGE_TOO_LARGE",
  EMFILE: "NETWORK_EXHAUSTED",
  ENFILE: "NETWORK_EXHAUSTED",
  ENOBUFS: "NETWORK_EXHAUSTED",
  ENOMEM: "NETWORK_EXHAUSTED",
  EAFNOSUPPORT: "NETWORK_ADDRESS_FAMILY",
};

const FILE_CODES: Readonly<Record<string, string>> = {
  ENOENT: "FILE_NOT_FOUND",
  ENOTDIR: "FILE_NOT_FOUND",
  ENOSPC: "FILE_DISK_FULL",
  EDQUOT: "FILE_DISK_FULL",
  EFBIG: "FILE_DISK_FULL",
  EACCES: "FILE_PERMISSION",
  EPERM: "FILE_PERMISSION",
  EROFS: "FILE_PERMISSION",
};

/** The system's error as ours. Here alone errno values are known; one that is not in the table becomes `NETWORK_ERROR`. */
export const networkError = (cause: unknown, context: ErrorContext): SwitchError =>
  translate(NETWORK_CODES, "NETWORK_ERROR", cause, context);

/** The system's error as ours; one that is not in the table becomes `FILE_IO`. */
export const fileError = (cause: unknown, context: ErrorContext): SwitchError => translate(FILE_CODES, "FILE_IO", cause, context);

function translate(
  codes: Readonly<Record<string, string>>,
  otherwise: string,
  cause: unknown,
  context: ErrorContext,
): SwitchError {
  if (cause instanceof SwitchError) return cause;
  const errno = errnoOf(cause);
  const message = cause instanceof Error ? cause.message : String(cause);
  return new SwitchError(codes[errno] ?? otherwise, message, { ...context, errno }, cause);
}

function errnoOf(cause: unknown): string {
  if (typeof cause !== "object" || cause === null || !("code" in cause)) return "";
  return typeof cause.code === "string" ? cause.code : "";
}
