import type { Verdict } from "./verdict";

/** The verdict on a program that the system could not start. */
export function notStarted(program: string, error: NodeJS.ErrnoException): Verdict {
  const message = `"${program}" cannot be run (${error.code}); install SIPp (Debian: sip-tester) or name it in the option command`;
  return error.code === "ENOENT" || error.code === "EACCES"
    ? { outcome: "notInstalled", code: "SIPP_NOT_INSTALLED", message }
    : { outcome: "fatal", code: "SIPP_FATAL", message };
}
