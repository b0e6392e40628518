/**
 * Active assignments of a `softswitch.conf`, by key.
 *
 * A line is `KEY=VALUE`, with or without blanks around the two. Blank lines and what stands behind `#` do not count, nor does a line
 * without `=`; of several lines with one key the last one counts (CLI-079). Keys that nobody knows are somebody else's: the
 * original's file has many.
 */
export function readSoftswitchConf(text: string): ReadonlyMap<string, string> {
  const assignments = new Map<string, string>();
  for (const line of text.replace(/^\uFEFF/, "").split(/\r?\n/)) {
    const [active = ""] = line.split("#", 1);
    const equals = active.indexOf("=");
    const key = active.slice(0, Math.max(equals, 0)).trim();
    if (key !== "") assignments.set(key, active.slice(equals + 1).trim());
  }
  return assignments;
}
