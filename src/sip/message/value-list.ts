import { character, endOfQuoted } from "./characters";

/** Where the value that starts at `at` ends: the next comma outside quotes and angle brackets, or the end of `text`. */
function endOfValue(text: string, at: number): number {
  let isBracketed = false;
  for (let position = at; position < text.length; position += 1) {
    const code = text.charCodeAt(position);
    if (code === character.quote && !isBracketed) {
      const end = endOfQuoted(text, position);
      if (end < 0) return text.length;
      position = end - 1;
    } else if (code === character.less) isBracketed = true;
    else if (code === character.greater) isBracketed = false;
    else if (code === character.comma && !isBracketed) return position;
  }
  return text.length;
}

/**
 * Splits comma-joined values of one header line and removes the white space around each. Commas in quoted strings and
 * in angle brackets do not split. An empty value between commas stays, as an empty text: whether it is allowed
 * depends on the header.
 */
export function splitValues(text: string): readonly string[] {
  if (!text.includes(",")) return [text];
  const values: string[] = [];
  for (let start = 0; start <= text.length;) {
    const end = endOfValue(text, start);
    values.push(text.slice(start, end).trim());
    start = end + 1;
  }
  return values;
}
