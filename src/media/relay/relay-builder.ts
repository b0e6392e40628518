import assert from "node:assert/strict";
import { createSimulation, type Simulation } from "../../adapters/sim";
import { milliseconds, seconds, type Result, type SocketAddress } from "../../base";
import type { UdpSocket } from "../../ports";
import { buildRtp, type RelayStatistics } from "../../rtp";
import type { MediaFailure, MediaProxy, RelayAddresses, RelayRequest, RelaySide } from "../types";
import type { PromptSource } from "../prompts/prompt-library";
import type { EncryptionSnapshot } from "./ciphers";
import { createMediaRelay, type MediaRelay, type MediaRelayOptions } from "./media-relay";

export const RELAY_ADDRESS = "192.0.2.1";
export const CALLER: SocketAddress = { address: "192.0.2.10", port: 4_000 };
export const CALLEE: SocketAddress = { address: "192.0.2.20", port: 5_000 };

/** A party's socket that keeps what it heard. */
export interface Party {
  readonly socket: UdpSocket;
  readonly heard: Buffer[];
  readonly from: SocketAddress[];
}

export function partyAt(world: Simulation, local: SocketAddress): Party {
  const heard: Buffer[] = [];
  const from: SocketAddress[] = [];
  const socket = world.network.host(local.address).udp(
    { local },
    {
      onDatagram: (bytes, source) => {
        heard.push(Buffer.from(bytes));
        from.push(source);
      },
      onError: (error) => assert.fail(error.message),
    },
  );
  return { socket, heard, from };
}

/** A relay on a simulated network, with the options that a test sets. */
export function relayOn(
  world: Simulation,
  { address = RELAY_ADDRESS, ...options }: Partial<MediaRelayOptions> & { readonly address?: string } = {},
): MediaRelay {
  return createMediaRelay({
    network: world.network.host(address),
    clock: world.clock,
    random: world.random.fork(address),
    log: world.log,
    addresses: [address],
    ports: { from: 10_000, to: 10_099 },
    encryption: { mode: 0, key: "" },
    ...options,
  });
}

export const request = (relay: string, encrypted: RelaySide | "both" | "none" = "none"): RelayRequest => ({
  relay,
  a: { encrypt: encrypted === "a" || encrypted === "both" },
  b: { encrypt: encrypted === "b" || encrypted === "both" },
});

/** The answer to an operation that gives it once and never inside the call. */
export function answerOf<Value>(
  world: Simulation,
  operation: (done: (result: Result<Value, MediaFailure>) => void) => void,
): Result<Value, MediaFailure> {
  const answers: Result<Value, MediaFailure>[] = [];
  operation((result) => answers.push(result));
  assert.equal(answers.length, 0, "answered inside the call");
  world.clock.runUntilTrue(() => answers.length > 0, seconds(30));
  assert.equal(answers.length, 1, "answered exactly once");
  return answers[0] as Result<Value, MediaFailure>;
}

export function opened(world: Simulation, proxy: MediaProxy, wanted: RelayRequest): RelayAddresses {
  const result = answerOf<RelayAddresses>(world, (done) => proxy.open(wanted, done));
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
}

export function statisticsOf(world: Simulation, proxy: MediaProxy, relay: string): RelayStatistics {
  const result = answerOf<RelayStatistics>(world, (done) => proxy.statistics(relay, done));
  assert.ok(result.ok);
  return result.value;
}

/** Sends `count` packets of 20 ms from a party; the payload starts with the sequence number. */
export function talk(
  world: Simulation,
  party: Party,
  { to, count = 1, first = 0, ssrc = 1 }: { to: SocketAddress; count?: number; first?: number; ssrc?: number },
): Buffer[] {
  return Array.from({ length: count }, (_, i) => {
    const sequence = (first + i) & 0xffff;
    const payload = Buffer.alloc(160, sequence & 0xff);
    const packet = buildRtp({ marker: false, payloadType: 0, sequence, timestamp: 160 * sequence, ssrc, payload });
    party.socket.send(packet, to);
    world.clock.advance(milliseconds(20));
    return packet;
  });
}

/** A call with both sides pointed where SDP would. */
export interface Call {
  readonly world: Simulation;
  readonly relay: MediaRelay;
  readonly at: RelayAddresses;
  readonly caller: Party;
  readonly callee: Party;
}

export function call({
  encrypted,
  ...options
}: {
  readonly encryption?: EncryptionSnapshot;
  readonly prompts?: PromptSource;
  readonly encrypted?: RelaySide | "both" | "none";
} = {}): Call {
  const world = createSimulation({ seed: 7 });
  const relay = relayOn(world, options);
  const at = opened(world, relay, request("call", encrypted));
  relay.point("call", "a", CALLER);
  relay.point("call", "b", CALLEE);
  return { world, relay, at, caller: partyAt(world, CALLER), callee: partyAt(world, CALLEE) };
}
