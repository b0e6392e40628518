import { between, inSeconds } from "../../src/base";
import type { Ladder, LadderArrow } from "./ladder";

/** Width of the gap between two columns, in characters. */
const GAP = 34;

const pad = (text: string, width: number): string =>
  text.length >= width ? text.slice(0, width) : text + " ".repeat(width - text.length);

function arrowLine(arrow: LadderArrow, columns: number): string {
  const [left, right] = [Math.min(arrow.from, arrow.to), Math.max(arrow.from, arrow.to)];
  const mark = `${arrow.isRetransmission ? " (again)" : ""}${arrow.fate === undefined ? "" : ` (${arrow.fate})`}`;
  if (left === right) return `${" ".repeat(left * GAP)}| ${arrow.label}${mark}`;
  const width = (right - left) * GAP - 1;
  const label = ` ${arrow.label}${mark} `;
  const shaft = pad(`--${label}${"-".repeat(Math.max(0, width - label.length - 2))}`, width);
  const drawn = arrow.to > arrow.from ? `${shaft.slice(0, -1)}>` : `<${shaft.slice(1)}`;
  const lead = Array.from({ length: left }, () => pad("|", GAP)).join("");
  const trail = Array.from({ length: columns - right - 1 }, () => `${" ".repeat(GAP - 1)}|`).join("");
  return `${lead}|${drawn}|${trail}`;
}

/** The ladder for a terminal: a column a host, a line an arrow, seconds since the first packet at the left. */
export function ladderText(ladder: Ladder): string {
  const head = " ".repeat(11) + ladder.columns.map((name) => pad(name, GAP)).join("");
  const lines = ladder.arrows.map((arrow) => {
    const time = inSeconds(between(ladder.startedAt, arrow.at)).toFixed(3).padStart(9);
    return `${time}  ${arrowLine(arrow, ladder.columns.length)}`;
  });
  return [head, ...lines].map((line) => line.trimEnd()).join("\n");
}
