import {
  failed,
  milliseconds,
  sameSocketAddress,
  seconds,
  times,
  type Duration,
  type Result,
  type SocketAddress,
} from "../../base";
import type { Announcement, MediaFailure, MediaProxy, MediaTarget, RelayAddresses, RelayRequest, RelaySide } from "../../media";
import type { Clock, Log, Network, Random, TcpConnection, Timer } from "../../ports";
import type { RelayStatistics } from "../../rtp";
import { LineReader } from "../control";
import {
  MAX_MEDIA_LINE_BYTES,
  MEDIA_CONTROL_VERSION,
  readLine,
  toLine,
  type MediaCommand,
  type MediaNotice,
  type MediaServiceStatus,
} from "./protocol";

/** An answer comes within this time or the connection counts as dead; far above a busy service, below a caller's patience. */
export const MEDIA_REQUEST_TIMEOUT = seconds(2);
/** The first attempt to connect again, and the longest wait between two: it doubles. Our choice. */
const RETRY_FIRST = milliseconds(100);
const RETRY_MOST = seconds(2);
/** Requests under way at once; more are answered as `unavailable`. Our choice: seconds of 2,000 calls a second. */
const MAX_PENDING = 10_000;

export interface MediaServiceOptions {
  readonly network: Network;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** The service's control channel. */
  readonly address: SocketAddress;
  readonly token: string;
  /** Called at each connection that works, calls in progress being on their way back. */
  readonly onReady?: (status: MediaServiceStatus) => void;
  /** A call in progress could not be resumed on its ports after the service came back. */
  readonly onRelayLost?: (relay: string) => void;
  readonly onFirstMedia?: (relay: string, side: RelaySide) => void;
}

/** A {@link MediaProxy} in another process. */
export interface MediaService extends MediaProxy {
  readonly isReady: boolean;
  /** What the service says of itself. */
  status(done: (result: Result<MediaServiceStatus, MediaFailure>) => void): void;
  /** Ends the connection for good. Its relays are closed by the service after its grace for clients that are gone. */
  disconnect(): void;
}

/**
 * The way to a media service, which may die and come back.
 *
 * While it is away requests fail as `unavailable`; those made during an attempt to connect wait for it. When it is back the relays
 * of calls in progress are opened again on the same ports and pointed as before, so that media resume under the parameters that
 * the service now runs with (RTP-062). Their statistics then begin anew.
 */
export function connectMediaService(options: MediaServiceOptions): MediaService {
  return new MediaServiceClient(options);
}

type Done = (result: Result<unknown, MediaFailure>) => void;

interface Pending {
  readonly command: Extract<MediaCommand, { id: number }>;
  readonly done: Done;
  readonly timer: Timer;
}

/** A call in progress, as it must be set up again in a service that lost it. */
interface KnownRelay {
  readonly request: RelayRequest;
  readonly addresses: RelayAddresses;
  readonly pointed: Map<RelaySide, MediaTarget | undefined>;
}

const UNAVAILABLE: Result<never, MediaFailure> = failed({ kind: "unavailable" });

class MediaServiceClient implements MediaService {
  private readonly client: string;
  private readonly relays = new Map<string, KnownRelay>();
  private readonly pending = new Map<number, Pending>();
  private state: "connecting" | "ready" | "away" | "disconnected" = "away";
  private connection: TcpConnection | undefined;
  private retryIn: Duration = RETRY_FIRST;
  private timer: Timer | undefined;
  private lastId = 0;

  constructor(private readonly options: MediaServiceOptions) {
    this.client = options.random.fork("media client").hex(16);
    this.connect();
  }

  get isReady(): boolean {
    return this.state === "ready";
  }

  open(request: RelayRequest, done: (result: Result<RelayAddresses, MediaFailure>) => void): void {
    this.request({ ...request, id: ++this.lastId, do: "open" }, (result) => {
      const answer = result as Result<RelayAddresses, MediaFailure>;
      if (answer.ok) this.relays.set(request.relay, { request, addresses: answer.value, pointed: new Map() });
      done(answer);
    });
  }

  point(relay: string, side: RelaySide, remote: MediaTarget | undefined): void {
    this.relays.get(relay)?.pointed.set(side, remote);
    if (this.state === "ready") this.send({ do: "point", relay, side, remote });
  }

  play(
    relay: string,
    side: RelaySide,
    announcement: Announcement,
    done: (result: Result<{ readonly durationMs: number }, MediaFailure>) => void,
  ): void {
    this.request({ id: ++this.lastId, do: "play", relay, side, ...announcement }, done as Done);
  }

  statistics(relay: string, done: (result: Result<RelayStatistics, MediaFailure>) => void): void {
    this.request({ id: ++this.lastId, do: "statistics", relay }, done as Done);
  }

  close(relay: string, done: (result: Result<RelayStatistics, MediaFailure>) => void): void {
    this.relays.delete(relay);
    this.request({ id: ++this.lastId, do: "close", relay }, done as Done);
  }

  status(done: (result: Result<MediaServiceStatus, MediaFailure>) => void): void {
    this.request({ id: ++this.lastId, do: "status" }, done as Done);
  }

  disconnect(): void {
    this.state = "disconnected";
    this.timer?.cancel();
    this.connection?.end();
    this.failPending();
  }

  private request(command: Pending["command"], done: Done): void {
    const isPossible = (this.state === "ready" || this.state === "connecting") && this.pending.size < MAX_PENDING;
    if (!isPossible) {
      this.options.clock.in(0 as Duration, "media unavailable", () => done(UNAVAILABLE));
      return;
    }
    const timer = this.options.clock.in(MEDIA_REQUEST_TIMEOUT, "media answer", () => this.onSilence(command));
    this.pending.set(command.id, { command, done, timer });
    if (this.state === "ready") this.send(command);
  }

  private send(command: MediaCommand): void {
    this.connection?.send(toLine(command));
  }

  private connect(): void {
    this.state = "connecting";
    this.timer = this.options.clock.in(MEDIA_REQUEST_TIMEOUT, "media hello", () => this.connection?.destroy());
    const lines = new LineReader((line) => this.onLine(line), MAX_MEDIA_LINE_BYTES);
    const connection = this.options.network.connectTcp(this.options.address, {
      onOpen: (opened) => {
        const { token } = this.options;
        opened.send(toLine({ do: "hello", version: MEDIA_CONTROL_VERSION, token, client: this.client }));
      },
      onData: (bytes) => {
        if (!lines.feed(bytes)) connection.destroy();
      },
      onClose: () => this.onGone(),
    });
    this.connection = connection;
  }

  private onLine(line: string): void {
    const notice = readLine(line) as MediaNotice | undefined;
    if (notice === undefined) return this.connection?.destroy();
    if ("hello" in notice) this.onHello(notice.hello);
    else if ("refused" in notice) this.options.log.write("error", "media.service.refused", { refused: notice.refused });
    else if ("event" in notice) this.options.onFirstMedia?.(notice.relay, notice.side);
    else this.onAnswer(notice);
  }

  private onHello(status: MediaServiceStatus): void {
    this.timer?.cancel();
    this.retryIn = RETRY_FIRST;
    const waiting = [...this.pending.values()];
    this.state = "ready";
    for (const [relay, known] of this.relays) this.resume(relay, known);
    for (const { command } of waiting) this.send(command);
    this.send({ do: "sweep" });
    this.options.log.write("info", "media.service.ready", { instance: status.instance, resumed: this.relays.size });
    this.options.onReady?.(status);
  }

  private resume(relay: string, { request, addresses, pointed }: KnownRelay): void {
    const at = (side: RelaySide): RelayRequest["a"] => ({ ...request[side], ...addresses[side] });
    this.request({ id: ++this.lastId, do: "open", relay, a: at("a"), b: at("b") }, (result) => {
      if (!this.relays.has(relay) || (!result.ok && result.failure.kind === "unavailable" && !this.isReady)) return;
      const bound = result.ok ? (result.value as RelayAddresses) : undefined;
      if (bound && sameSocketAddress(bound.a, addresses.a) && sameSocketAddress(bound.b, addresses.b)) return;
      this.options.log.write("warn", "media.resume.failed", { relay });
      this.close(relay, () => undefined);
      this.options.onRelayLost?.(relay);
    });
    for (const [side, remote] of pointed) this.send({ do: "point", relay, side, remote });
  }

  private onAnswer({ id, result }: { readonly id: number; readonly result: Result<unknown, MediaFailure> }): void {
    const pending = this.pending.get(id);
    if (pending === undefined) return;
    this.pending.delete(id);
    pending.timer.cancel();
    pending.done(result);
  }

  /** A service that does not answer is as good as gone: connecting again sorts out what it did. */
  private onSilence(command: Pending["command"]): void {
    this.options.log.write("warn", "media.service.silent", { command: command.do });
    const silent = this.pending.get(command.id);
    this.pending.delete(command.id);
    silent?.done(UNAVAILABLE);
    this.connection?.destroy();
  }

  private onGone(): void {
    this.timer?.cancel();
    if (this.state === "disconnected") return;
    if (this.state === "ready") this.options.log.write("warn", "media.service.gone", { calls: this.relays.size });
    this.state = "away";
    this.failPending();
    this.timer = this.options.clock.in(this.retryIn, "media reconnect", () => this.connect());
    this.retryIn = times(this.retryIn, 2) < RETRY_MOST ? times(this.retryIn, 2) : RETRY_MOST;
  }

  private failPending(): void {
    const pending = [...this.pending.values()];
    this.pending.clear();
    for (const { timer, done } of pending) {
      timer.cancel();
      this.options.clock.in(0 as Duration, "media unavailable", () => done(UNAVAILABLE));
    }
  }
}
