import { fork, type ChildProcess } from "node:child_process";
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { cpus } from "node:os";
import { join } from "node:path";
import { buildRtp, ENCRYPTION_COSTS, ENCRYPTION_MODES } from "../src/rtp";
import type { Ready, UnderTest, Used } from "./lib/relay-under-test";

/**
 * What a relayed packet costs: processor time of the relay's process, beside that of a bare dgram echo on as many sockets in the
 * same run. This process sends and receives; half of the packets enter on the clear side and are encrypted, half on the encrypted
 * side and are decrypted.
 *
 * `node -r ts-node/register/transpile-only bench/relay.ts [seconds] [packets a second] [calls] [rounds]`
 */
const [SECONDS = 3, RATE = 20_000, CALLS = 400, ROUNDS = 3] = process.argv.slice(2).map(Number);
const ADDRESS = "127.63.0.1";
const PEER = "127.63.0.2";
const FIRST_PORT = 20_000;
const WARM_UP_SECONDS = 1;
const PAYLOAD_BYTES = 160;
const KINDS = ["echo", 0, 1, 2, 3] as const;
type Kind = (typeof KINDS)[number];

interface Cost {
  readonly microseconds: number;
  /** Share of the packets sent that were sent on. */
  readonly passed: number;
}

class Peer {
  private constructor(readonly socket: Socket) {
    socket.on("message", () => undefined);
  }

  static async open(): Promise<Peer> {
    const socket = createSocket({
      type: "udp4",
      recvBufferSize: 4_000_000,
      lookup: (name, options, done) => done(null, name, 4),
    });
    await new Promise<void>((resolve) => socket.bind(0, PEER, resolve));
    return new Peer(socket);
  }

  get local(): { address: string; port: number } {
    return { address: PEER, port: this.socket.address().port };
  }
}

/** Sends at an even rate; each call in turn, from the caller and from the callee. */
async function send(seconds: number, [caller, callee]: readonly [Peer, Peer], calls: Ready): Promise<number> {
  const packets = calls.map((_, ssrc) =>
    buildRtp({ marker: false, payloadType: 0, sequence: 0, timestamp: 0, ssrc, payload: Buffer.alloc(PAYLOAD_BYTES, ssrc) }),
  );
  const start = performance.now();
  let sent = 0;
  while (performance.now() - start < seconds * 1_000) {
    const due = ((performance.now() - start) / 1_000) * RATE;
    for (; sent < due; sent++) {
      const call = (sent >> 1) % calls.length;
      const round = Math.floor(sent / (2 * calls.length)) & 0xffff;
      const { a, b } = calls[call] as Ready[number];
      const packet = Buffer.from(packets[call] as Buffer);
      packet.writeUInt16BE(round, 2);
      packet.writeUInt32BE(160 * round, 4);
      if (sent % 2 === 0) caller.socket.send(packet, a.port, a.address);
      else callee.socket.send(packet, b.port, b.address);
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return sent;
}

async function usedBy(child: ChildProcess): Promise<Used> {
  child.send("used");
  const [used] = (await once(child, "message")) as [Used];
  return used;
}

async function measure(what: Kind): Promise<Cost> {
  const child = fork(join(__dirname, "lib", "relay-under-test.ts"), {
    execArgv: ["-r", "ts-node/register/transpile-only", ...(process.env.RELAY_NODE_OPTIONS?.split(" ") ?? [])],
  });
  const peers = [await Peer.open(), await Peer.open()] as const;
  const order: UnderTest = {
    what,
    calls: CALLS,
    address: ADDRESS,
    firstPort: FIRST_PORT,
    caller: peers[0].local,
    callee: peers[1].local,
  };
  child.send(order);
  const [calls] = (await once(child, "message")) as [Ready];
  await send(WARM_UP_SECONDS, peers, calls);
  const before = await usedBy(child);
  const sent = await send(SECONDS, peers, calls);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const after = await usedBy(child);
  const passed = after.passed - before.passed;
  const cost = { microseconds: (after.cpu - before.cpu) / passed, passed: passed / sent };
  for (const { socket } of peers) socket.close();
  const exited = once(child, "exit");
  child.disconnect();
  await exited;
  return cost;
}

const nameOf = (kind: Kind): string =>
  kind === "echo" ? "bare dgram echo" : `relay, mode ${kind} (${ENCRYPTION_MODES[kind].name})`;
/** The guides' band for a mode, which is an estimate for typical servers; ours stands beside it and never in its place (RTP-097). */
function documented(kind: Kind): string {
  if (kind === "echo") return "";
  const { low, high } = ENCRYPTION_COSTS[kind].cpuPercent;
  return ` (documented ${low === high ? low : `${low} to ${high}`} %)`;
}
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

async function main(): Promise<void> {
  console.log(
    `${CALLS} calls, ${RATE} packets/s of ${PAYLOAD_BYTES} bytes, ${SECONDS} s, median of ${ROUNDS}; ${cpus()[0]?.model.trim()}`,
  );
  const costs = new Map<Kind, Cost[]>(KINDS.map((kind) => [kind, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const kind of KINDS) costs.get(kind)?.push(await measure(kind));
  }
  const cost = (kind: Kind): number => median((costs.get(kind) ?? []).map(({ microseconds }) => microseconds));
  for (const kind of KINDS) {
    const passed = Math.min(...(costs.get(kind) ?? []).map((each) => each.passed));
    const ratio = (cost(kind) / cost("echo")).toFixed(2);
    const overhead =
      kind === "echo" ? "" : `, ${((cost(kind) / cost(0) - 1) * 100).toFixed(1).padStart(5)} % over mode 0${documented(kind)}`;
    const lost = passed < 0.999 ? `, only ${(100 * passed).toFixed(1)} % came through` : "";
    console.log(`${nameOf(kind).padEnd(24)} ${cost(kind).toFixed(2).padStart(6)} us a packet, ${ratio} x echo${overhead}${lost}`);
  }
}

void main();
