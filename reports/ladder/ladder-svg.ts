import { between, inSeconds } from "../../src/base";
import { escapeHtml } from "../html/escape";
import type { Ladder, LadderArrow } from "./ladder";

const COLUMN = 230;
const ROW = 26;
const LEFT = 90;
const TOP = 44;
/** Legs take these colours in turn; chosen to stay apart for the colour-blind (Okabe and Ito). */
const LEG_COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00"];
const MEDIA_COLOUR = "#888";

const x = (column: number): number => LEFT + COLUMN / 2 + column * COLUMN;
const colour = (arrow: LadderArrow): string =>
  arrow.leg === undefined ? MEDIA_COLOUR : (LEG_COLOURS[arrow.leg % LEG_COLOURS.length] ?? MEDIA_COLOUR);

function drawArrow(arrow: LadderArrow, index: number, ladder: Ladder): string {
  const y = TOP + 20 + index * ROW;
  const [from, to] = [x(arrow.from), x(arrow.to)];
  const head = to > from ? -8 : 8;
  const undelivered = arrow.fate !== undefined;
  const end = undelivered ? from + (to - from) * 0.7 : to;
  const dash = arrow.kind === "media" ? ' stroke-dasharray="2 4"' : arrow.isRetransmission ? ' stroke-dasharray="7 4"' : "";
  const tip = undelivered
    ? `<path d="M${end - 5} ${y - 5}l10 10m0 -10l-10 10" stroke="${colour(arrow)}" stroke-width="2"/>`
    : `<path d="M${end} ${y}l${head} -4v8z" fill="${colour(arrow)}"/>`;
  const note = `${arrow.isRetransmission ? " (again)" : ""}${arrow.fate === undefined ? "" : ` (${arrow.fate})`}`;
  const time = inSeconds(between(ladder.startedAt, arrow.at)).toFixed(3);
  return `<g class="arrow"><title>${escapeHtml(arrow.text ?? arrow.label)}</title><text x="8" y="${y + 4}" class="time">${time}</text><path d="M${from} ${y}H${end}" stroke="${colour(arrow)}" stroke-width="1.5"${dash} fill="none"/>${tip}<text x="${(from + to) / 2}" y="${y - 5}" class="label" fill="${colour(arrow)}">${escapeHtml(arrow.label + note)}</text></g>`;
}

/** The ladder as an SVG picture; each arrow's tooltip is the whole message. Self-contained: text, no scripts, no links. */
export function ladderSvg(ladder: Ladder): string {
  const width = LEFT + ladder.columns.length * COLUMN;
  const height = TOP + 20 + ladder.arrows.length * ROW + 10;
  const columns = ladder.columns
    .map(
      (name, index) =>
        `<text x="${x(index)}" y="22" class="host">${escapeHtml(name)}</text><path d="M${x(index)} 30V${height}" stroke="#ccc"/>`,
    )
    .join("");
  const arrows = ladder.arrows.map((arrow, index) => drawArrow(arrow, index, ladder)).join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" class="ladder" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="ladder diagram"><style>.host{font:600 13px sans-serif;text-anchor:middle}.label{font:11px sans-serif;text-anchor:middle}.time{font:11px monospace;fill:#666}</style>${columns}${arrows}</svg>`;
}
