/** Edit distance (Levenshtein) of two short texts. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/**
 * The known word that is nearest to what somebody typed, ignoring case; undefined when none is near.
 *
 * Near means: at most a third of the longer word differs. That is our choice, wide enough for one wrong part of a long name.
 */
export function nearestOf(typed: string, known: Iterable<string>): string | undefined {
  let best: { word: string; edits: number } | undefined;
  for (const word of known) {
    const edits = distance(typed.toLowerCase(), word.toLowerCase());
    if (edits * 3 <= Math.max(typed.length, word.length) && (best === undefined || edits < best.edits)) best = { word, edits };
  }
  return best?.word;
}
