import { escapeHtml } from "./escape";

const STYLE = `
:root{--ok:#0a7d4f;--bad:#c0262d;--line:#d9dde3;--soft:#f5f7f9;--ink:#1b2430;--dim:#5c6773}
*{box-sizing:border-box}body{margin:0;font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:#fff}
header{padding:20px 32px;background:#13202f;color:#fff}header h1{margin:0;font-size:22px}header p{margin:4px 0 0;color:#b9c4d0}header a{color:#9fd0ff}
main{padding:16px 32px 64px;max-width:1500px}h2{margin:28px 0 8px;font-size:18px}h3{margin:20px 0 6px;font-size:15px}
table{border-collapse:collapse;width:100%;font-size:14px}th,td{text-align:left;padding:5px 10px;border-bottom:1px solid var(--line);vertical-align:top}th{background:var(--soft);font-weight:600}
.tiles{display:flex;gap:16px;flex-wrap:wrap;margin-top:16px}.tile{border:1px solid var(--line);border-radius:8px;padding:12px 20px;min-width:130px}.tile b{display:block;font-size:26px}
.passed{color:var(--ok)}.failed{color:var(--bad)}.dim{color:var(--dim)}.step{padding:2px 0}.step.failed{background:#fdecec}.keyword{display:inline-block;min-width:56px;color:var(--dim)}
pre{background:var(--soft);padding:10px;overflow:auto;font-size:12px;border-radius:6px}.scroll{overflow:auto;border:1px solid var(--line);border-radius:8px;padding:8px}
details>summary{cursor:pointer;padding:4px 0}a{color:#0b63b5;text-decoration:none}a:hover{text-decoration:underline}.tag{font:11px monospace;color:var(--dim);margin-right:6px}
.arrow:hover .label{font-weight:700}audio{vertical-align:middle}
`;

/** A whole HTML page without scripts or outside links, so that it opens from a disk or a CI artefact. */
export function page(title: string, subtitle: string, body: string, back?: string): string {
  const link = back === undefined ? "" : ` <a href="${escapeHtml(back)}">all scenarios</a>`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body><header><h1>${escapeHtml(title)}</h1><p>${escapeHtml(subtitle)}${link}</p></header><main>${body}</main></body></html>\n`;
}

/** A table; cells are HTML already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (tag: string, values: readonly string[]): string => values.map((value) => `<${tag}>${value}</${tag}>`).join("");
  return `<table><thead><tr>${cells("th", head)}</tr></thead><tbody>${rows.map((row) => `<tr>${cells("td", row)}</tr>`).join("")}</tbody></table>`;
}

/** `passed` or `failed` in its colour, a dash when there is nothing. */
export const verdictCell = (verdict: string | undefined): string =>
  verdict === undefined ? '<span class="dim">–</span>' : `<span class="${verdict}">${verdict}</span>`;
