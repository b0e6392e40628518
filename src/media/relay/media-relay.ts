import { failed, success, type Duration, type Instant, type Result, type SocketAddress, type SwitchError } from "../../base";
import type { Clock, Log, Network, Random } from "../../ports";
import type { RelayStatistics, StreamStatistics } from "../../rtp";
import { A_LAW, MU_LAW } from "../../codec";
import { joined } from "../prompts/built-in";
import type { PromptSource } from "../prompts/prompt-library";
import type {
  Announcement,
  MediaFailure,
  MediaProxy,
  MediaTarget,
  RelayAddresses,
  RelayRequest,
  RelaySide,
  RelaySideRequest,
} from "../types";
import { legCiphers, type EncryptionSnapshot, type LegCiphers } from "./ciphers";
import { PortPool, type PortRange } from "./port-pool";
import { Relay } from "./relay";

export interface MediaRelayOptions {
  readonly network: Network;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Local addresses that sides may be bound to; the first one when a request names none. */
  readonly addresses: readonly [string, ...string[]];
  /** SS_MEDIAPROXYPORT_START to SS_MEDIAPROXYPORT_END, on each address. */
  readonly ports: PortRange;
  readonly encryption: EncryptionSnapshot;
  /** What can be announced; nothing when absent. */
  readonly prompts?: PromptSource | undefined;
  /** Called once a side, at the first packet that it is heard with. */
  readonly onFirstMedia?: (relay: string, side: RelaySide) => void;
}

/** What the relay does at this moment and did since it started. */
export interface MediaRelayCounters {
  readonly relays: number;
  readonly portPairsInUse: number;
  readonly portPairs: number;
  readonly opened: number;
  readonly refusedForPorts: number;
  readonly sendErrors: number;
  /** Packets over both directions of all relays, closed ones included. */
  readonly packets: MediaPacketCounters;
}

/** What became of packets; the causes are those of StreamStatistics. */
export interface MediaPacketCounters {
  readonly received: number;
  readonly forwarded: number;
  readonly encrypted: number;
  readonly decrypted: number;
  readonly dropped: StreamStatistics["dropped"];
}

/** A {@link MediaProxy} in this process. */
export interface MediaRelay extends MediaProxy {
  readonly counters: MediaRelayCounters;
  /** When a side was last heard; undefined before its first packet or for an unknown relay. For no-media detection. */
  lastPacketAt(relay: string, side: RelaySide): Instant | undefined;
  /** Closes every relay without a word to its owner. */
  stop(): void;
}

/** How many pairs that other programs hold are passed over before a side is refused; our choice. */
const MAX_BIND_ATTEMPTS = 32;
const SOON = 0 as Duration;
const NO_PACKETS: MediaPacketCounters = {
  received: 0,
  forwarded: 0,
  encrypted: 0,
  decrypted: 0,
  dropped: { cipher: 0, unlatched: 0, foreignSource: 0, malformed: 0, noPeer: 0 },
};

/**
 * The media relay: for each call two pairs of ports (RTP even, RTCP next), one towards each side; see {@link Relay}.
 *
 * At most one relay a call id: a second `open` of one that exists returns its addresses again. When the port range is used up,
 * `open` fails with `noPorts`. A key that the mode cannot use is logged at start and for each call with an encrypted side, whose
 * packets are then dropped (RTP-011, RTP-014).
 *
 * @throws {UsageError} `MEDIA_PORT_RANGE`
 */
export function createMediaRelay(options: MediaRelayOptions): MediaRelay {
  return new OpenRelays(options);
}

interface Entry {
  readonly relay: Relay;
  readonly held: { readonly pool: PortPool; readonly port: number }[];
  addresses: RelayAddresses | undefined;
  isClosed: boolean;
  /** Of a second `open` while the first was under way. */
  readonly waiting: ((result: Result<RelayAddresses, MediaFailure>) => void)[];
}

class OpenRelays implements MediaRelay {
  private readonly entries = new Map<string, Entry>();
  private readonly pools = new Map<string, PortPool>();
  private readonly ciphers: LegCiphers;
  private readonly random: Random;
  private opened = 0;
  private refusedForPorts = 0;
  private sendErrors = 0;
  /** Packets of relays that are closed. */
  private ended: MediaPacketCounters = NO_PACKETS;

  constructor(private readonly options: MediaRelayOptions) {
    this.random = options.random.fork("prompts");
    for (const address of options.addresses) {
      this.pools.set(address, new PortPool(options.ports, options.random.fork(`media ports ${address}`)));
    }
    this.ciphers = legCiphers(options.encryption);
    this.logUnusableCipher({});
  }

  get counters(): MediaRelayCounters {
    const pools = [...this.pools.values()];
    return {
      relays: this.entries.size,
      portPairsInUse: pools.reduce((sum, pool) => sum + pool.inUse, 0),
      portPairs: pools.reduce((sum, pool) => sum + pool.size, 0),
      opened: this.opened,
      refusedForPorts: this.refusedForPorts,
      sendErrors: this.sendErrors,
      packets: [...this.entries.values()].reduce((sum, { relay }) => added(sum, relay.statistics()), this.ended),
    };
  }

  open(request: RelayRequest, done: (result: Result<RelayAddresses, MediaFailure>) => void): void {
    const known = this.entries.get(request.relay);
    if (known !== undefined) {
      const { addresses } = known;
      if (addresses === undefined) known.waiting.push(done);
      else this.soon(() => done(success(addresses)));
      return;
    }
    const entry = this.createEntry(request);
    entry.waiting.push(done);
    this.entries.set(request.relay, entry);
    const bound = (side: RelaySide, next: (address: SocketAddress) => void): void =>
      this.bindSide(entry, side, request[side], (result) => {
        if (entry.isClosed) return;
        if (result.ok) next(result.value);
        else this.refuse(request.relay, entry, result.failure);
      });
    bound("a", (a) =>
      bound("b", (b) => {
        this.opened++;
        entry.addresses = { a, b };
        answer(entry, success(entry.addresses));
      }),
    );
  }

  point(relay: string, side: RelaySide, remote: MediaTarget | undefined): void {
    this.entries.get(relay)?.relay.point(side, remote);
  }

  play(
    relay: string,
    side: RelaySide,
    { prompts, language, payloadType }: Announcement,
    done: (result: Result<{ readonly durationMs: number }, MediaFailure>) => void,
  ): void {
    const entry = this.entries.get(relay);
    if (entry === undefined) return this.soon(() => done(unknownRelay()));
    const found = prompts.map((name) => this.options.prompts?.find(name, language));
    const parts = found.filter((samples) => samples !== undefined);
    if (parts.length < prompts.length || prompts.length === 0) {
      this.options.log.write("warn", "media.prompt.unknown", { prompts: prompts.join(", "), language });
      return this.soon(() => done(failed({ kind: "unknownPrompt" })));
    }
    const law = payloadType === A_LAW.payloadType ? A_LAW : MU_LAW;
    const { durationMs } = entry.relay.play(side, { law, samples: joined(parts), random: this.random });
    this.soon(() => done(success({ durationMs })));
  }

  statistics(relay: string, done: (result: Result<RelayStatistics, MediaFailure>) => void): void {
    const entry = this.entries.get(relay);
    const result = entry === undefined ? unknownRelay() : success(entry.relay.statistics());
    this.soon(() => done(result));
  }

  close(relay: string, done: (result: Result<RelayStatistics, MediaFailure>) => void): void {
    const entry = this.entries.get(relay);
    const result = entry === undefined ? unknownRelay() : success(entry.relay.statistics());
    if (entry !== undefined) this.discard(relay, entry);
    this.soon(() => {
      if (entry !== undefined) answer(entry, unknownRelay());
      done(result);
    });
  }

  lastPacketAt(relay: string, side: RelaySide): Instant | undefined {
    return this.entries.get(relay)?.relay.lastPacketAt(side);
  }

  stop(): void {
    for (const [id, entry] of [...this.entries]) this.discard(id, entry);
  }

  private createEntry(request: RelayRequest): Entry {
    if (request.a.encrypt || request.b.encrypt) this.logUnusableCipher({ relay: request.relay });
    const relay = new Relay(
      {
        network: this.options.network,
        clock: this.options.clock,
        onFirstMedia: (side) => this.options.onFirstMedia?.(request.relay, side),
        onSendError: (error) => this.onSendError(request.relay, error),
      },
      { a: request.a.encrypt ? this.ciphers : undefined, b: request.b.encrypt ? this.ciphers : undefined },
    );
    return { relay, held: [], addresses: undefined, isClosed: false, waiting: [] };
  }

  private bindSide(
    entry: Entry,
    side: RelaySide,
    wanted: RelaySideRequest,
    done: (bound: Result<SocketAddress, MediaFailure>) => void,
  ): void {
    const address = wanted.address ?? this.options.addresses[0];
    const pool = this.pools.get(address);
    if (pool === undefined) {
      this.options.log.write("error", "media.address.unknown", { address });
      return this.soon(() => done(failed({ kind: "unavailable" })));
    }
    let attempts = 0;
    const attempt = (port: number | undefined): void => {
      if (port === undefined) return this.soon(() => done(failed({ kind: "noPorts" })));
      const hold = { pool, port };
      entry.held.push(hold);
      entry.relay.bind(side, { address, port }, (error) => {
        if (error === undefined) return done(success({ address, port }));
        entry.held.splice(entry.held.indexOf(hold), 1);
        pool.release(port);
        this.options.log.write("warn", "media.bind.failed", { address, port, code: error.code });
        if (error.code !== "NETWORK_ADDRESS_IN_USE") return done(failed({ kind: "unavailable" }));
        attempt(++attempts < MAX_BIND_ATTEMPTS ? pool.take() : undefined);
      });
    };
    attempt(wanted.port !== undefined && pool.takePort(wanted.port) ? wanted.port : pool.take());
  }

  private refuse(id: string, entry: Entry, failure: MediaFailure): void {
    if (failure.kind === "noPorts") this.refusedForPorts++;
    this.discard(id, entry);
    answer(entry, failed(failure));
  }

  private discard(id: string, entry: Entry): void {
    entry.isClosed = true;
    this.ended = added(this.ended, entry.relay.statistics());
    entry.relay.close();
    for (const { pool, port } of entry.held) pool.release(port);
    this.entries.delete(id);
  }

  private onSendError(relay: string, error: SwitchError): void {
    // A peer that is gone answers each packet with an error, so one line in a thousand is enough.
    if (this.sendErrors++ % 1_000 === 0) this.options.log.write("warn", "media.send.failed", { relay, code: error.code });
  }

  private logUnusableCipher(fields: { readonly relay?: string }): void {
    for (const [direction, made] of Object.entries(this.ciphers) as ["transmit" | "receive", LegCiphers["transmit"]][]) {
      if (made.kind !== "unusable") continue;
      const { mode, keyBytes, message } = made.failure;
      this.options.log.write("error", "media.cipher.unusable", {
        ...fields,
        direction,
        mode,
        keyBytes,
        reason: `cipher initialisation failed: ${message}; media of encrypted legs is dropped`,
      });
    }
  }

  private soon(run: () => void): void {
    this.options.clock.in(SOON, "media answer", run);
  }
}

const unknownRelay = (): Result<never, MediaFailure> => failed({ kind: "unknownRelay" });

function answer(entry: Entry, result: Result<RelayAddresses, MediaFailure>): void {
  for (const waiting of entry.waiting.splice(0)) waiting(result);
}

function added(sum: MediaPacketCounters, { fromA, fromB }: RelayStatistics): MediaPacketCounters {
  const total = (count: (direction: MediaPacketCounters) => number): number => count(sum) + count(fromA) + count(fromB);
  return {
    received: total(({ received }) => received),
    forwarded: total(({ forwarded }) => forwarded),
    encrypted: total(({ encrypted }) => encrypted),
    decrypted: total(({ decrypted }) => decrypted),
    dropped: {
      cipher: total(({ dropped }) => dropped.cipher),
      unlatched: total(({ dropped }) => dropped.unlatched),
      foreignSource: total(({ dropped }) => dropped.foreignSource),
      malformed: total(({ dropped }) => dropped.malformed),
      noPeer: total(({ dropped }) => dropped.noPeer),
    },
  };
}
