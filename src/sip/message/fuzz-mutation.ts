import type { Random } from "../../ports";

/** Text that parsers stumble over, put into messages at random places. */
const stumblingBlocks = [
  ...[
    "\r\n",
    "\n",
    "\r",
    "\r\n\r\n",
    "\n\n",
    " ",
    "\t",
    "\r\n ",
    "\0",
    ":",
    ";",
    ",",
    '"',
    "\\",
    '\\"',
    "<",
    ">",
    "=",
    "@",
    "?",
    "%",
    "%00",
    "%4",
    "[",
  ],
  ...[
    "]",
    "/",
    "*",
    "-1",
    "0",
    "4294967296",
    "99999999999999999999",
    "\x80\xff",
    ";;",
    ",,",
    "<>",
    '""',
    "sip:",
    "SIP/2.0 ",
    "SIP/7.0",
    ";tag=",
    ";branch=",
  ],
  ...[
    "l: 5\r\n",
    "Content-Length: 70000\r\n",
    "Via: SIP/2.0/UDP h\r\n",
    "v: ,\r\n",
    "From: <\r\n",
    "Max-Forwards: 256\r\n",
    "CSeq: 1 X\r\n",
    "m: *\r\n",
    "Route: <sip:h;lr>,\r\n",
  ],
];

type Mutation = (bytes: Buffer, random: Random, seeds: readonly Buffer[]) => Buffer;

/** A place from 0 to the length. */
const place = (bytes: Buffer, random: Random): number => random.between(0, bytes.length);

function range(bytes: Buffer, random: Random): readonly [from: number, to: number] {
  const from = place(bytes, random);
  return [from, Math.min(bytes.length, from + random.between(1, 1 << random.between(0, 8)))];
}

const insert = (bytes: Buffer, at: number, piece: Buffer): Buffer =>
  Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);

const mutations: readonly Mutation[] = [
  function overwriteByte(bytes, random) {
    const copy = Buffer.from(bytes);
    if (copy.length > 0) copy[random.between(0, copy.length - 1)] = random.between(0, 255);
    return copy;
  },
  function insertBlock(bytes, random) {
    const block = stumblingBlocks[random.between(0, stumblingBlocks.length - 1)] ?? "";
    return insert(bytes, place(bytes, random), Buffer.from(block, "latin1"));
  },
  function remove(bytes, random) {
    const [from, to] = range(bytes, random);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  },
  function repeat(bytes, random) {
    const [from, to] = range(bytes, random);
    const times = random.between(1, random.between(1, 40) === 1 ? 300 : 3);
    return insert(bytes, from, Buffer.concat(Array.from({ length: times }, () => bytes.subarray(from, to))));
  },
  function cut(bytes, random) {
    return Buffer.from(bytes.subarray(0, place(bytes, random)));
  },
  function splice(bytes, random, seeds) {
    const other = seeds[random.between(0, seeds.length - 1)] ?? bytes;
    return Buffer.concat([bytes.subarray(0, place(bytes, random)), other.subarray(place(other, random))]);
  },
  function swapLines(bytes, random) {
    const lines = bytes.toString("latin1").split("\r\n");
    const [a, b] = [random.between(0, lines.length - 1), random.between(0, lines.length - 1)];
    [lines[a], lines[b]] = [lines[b] ?? "", lines[a] ?? ""];
    return Buffer.from(lines.join("\r\n"), "latin1");
  },
];

/** The most bytes that a mutated message has: somewhat over what the parser takes. */
const maxBytes = 70_000;

/** One of `seeds` with one to four random changes. */
export function mutate(seeds: readonly Buffer[], random: Random): Buffer {
  let bytes = seeds[random.between(0, seeds.length - 1)] ?? Buffer.alloc(0);
  for (let count = random.between(1, random.between(1, 4)); count > 0; count -= 1) {
    bytes = mutations[random.between(0, mutations.length - 1)]?.(bytes, random, seeds) ?? bytes;
  }
  return bytes.subarray(0, maxBytes);
}
