const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text as HTML; control characters other than line ends become dots, so that hostile bytes cannot break a page. */
export function escapeHtml(text: string): string {
  return text.replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, "\u00b7").replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);
}
