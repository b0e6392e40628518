import { createSocket } from "node:dgram";
import { NodeNetwork, SystemClock } from "../../src/adapters/node";
import { SeededRandom } from "../../src/adapters/random";
import type { SocketAddress } from "../../src/base";
import { createMediaRelay, type EncryptionSnapshot } from "../../src/media";
import type { Log } from "../../src/ports";

/**
 * The process that bench/relay.ts measures: the relay, or a bare echo on as many sockets. Its parent tells it what to be, sends
 * packets, and asks for the processor time that it has used.
 */
export interface UnderTest {
  readonly what: "echo" | EncryptionSnapshot["mode"];
  readonly calls: number;
  readonly address: string;
  readonly firstPort: number;
  readonly caller: SocketAddress;
  readonly callee: SocketAddress;
}

/** Where the parent sends to. */
export type Ready = readonly { readonly a: SocketAddress; readonly b: SocketAddress }[];

/** What the parent learns when it asks. */
export interface Used {
  /** Microseconds of processor time, user and system. */
  readonly cpu: number;
  /** Packets that were sent on. */
  readonly passed: number;
}

let passed = (): number => 0;

const quiet: Log = { write: () => undefined, with: () => quiet };

/** As many sockets as the relay has for RTP. */
function echo({ calls, address, firstPort }: UnderTest): Promise<Ready> {
  let echoed = 0;
  passed = () => echoed;
  const bound = (port: number): Promise<SocketAddress> =>
    new Promise((resolve) => {
      const socket = createSocket({ type: "udp4", lookup: (hostname, options, done) => done(null, hostname, 4) });
      socket.on("message", (bytes, from) => {
        echoed++;
        socket.send(bytes, from.port, from.address);
      });
      socket.bind(port, address, () => resolve({ address, port }));
    });
  const call = async (i: number) => ({ a: await bound(firstPort + 4 * i), b: await bound(firstPort + 4 * i + 2) });
  return Promise.all(Array.from({ length: calls }, (_, i) => call(i)));
}

function relay({ what, calls, address, firstPort, caller, callee }: UnderTest): Promise<Ready> {
  const media = createMediaRelay({
    network: new NodeNetwork(),
    clock: new SystemClock(),
    random: SeededRandom.fromSeed(1),
    log: quiet,
    addresses: [address],
    ports: { from: firstPort, to: firstPort + 4 * calls + 1 },
    encryption: { mode: what === "echo" ? 0 : what, key: "abcdefghijklmnop" },
  });
  passed = () => media.counters.packets.forwarded;
  const opened = Array.from(
    { length: calls },
    (_, i) =>
      new Promise<Ready[number]>((resolve, reject) => {
        media.open({ relay: `${i}`, a: { encrypt: false }, b: { encrypt: true } }, (result) => {
          if (!result.ok) return reject(new TypeError(`no relay: ${result.failure.kind}`));
          media.point(`${i}`, "a", caller);
          media.point(`${i}`, "b", callee);
          resolve(result.value);
        });
      }),
  );
  return Promise.all(opened);
}

process.on("message", (message: UnderTest | "used") => {
  if (message === "used") {
    const { user, system } = process.cpuUsage();
    return void process.send?.({ cpu: user + system, passed: passed() } satisfies Used);
  }
  const start = message.what === "echo" ? echo : relay;
  start(message).then(
    (ready) => process.send?.(ready),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});

process.on("disconnect", () => process.exit(0));
