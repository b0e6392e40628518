import { createHash, timingSafeEqual } from "node:crypto";
import { seconds, type Result, type SocketAddress, type SwitchError } from "../../base";
import type { MediaFailure, MediaProxy, RelaySide } from "../../media";
import type { Clock, Log, Network, TcpConnection, TcpHandlers, TcpListener, Timer } from "../../ports";
import { LineReader } from "../control";
import {
  MAX_MEDIA_LINE_BYTES,
  MEDIA_CONTROL_VERSION,
  readCommand,
  readLine,
  toLine,
  type MediaCommand,
  type MediaNotice,
  type MediaServiceStatus,
} from "./protocol";

/** vos3000d has one; a few more for its successor and for looks from outside. A further one is closed at once. */
const MAX_CONNECTIONS = 8;

/**
 * How long the relays of a client that is gone are kept for its return: a lost connection must not end calls, a dead vos3000d must
 * not keep ports. Our choice: several attempts of the client to connect again.
 */
export const ORPHAN_GRACE = seconds(10);

/** A client must say hello within this time. Our choice. */
const HELLO_LIMIT = seconds(5);

export interface MediaControlOptions {
  readonly network: Network;
  readonly clock: Clock;
  readonly log: Log;
  readonly local: SocketAddress;
  readonly token: string;
  readonly relays: MediaProxy;
  readonly status: () => MediaServiceStatus;
  readonly onListening: (local: SocketAddress) => void;
  readonly onError: (error: SwitchError) => void;
}

interface Session {
  readonly connection: TcpConnection;
  /** Rises with each connection; tells what was opened on which. */
  readonly serial: number;
  client: string | undefined;
  readonly helloTimer: Timer;
}

/**
 * The control channel of a media service: lines of JSON over TCP, for clients that know the switch's token.
 *
 * Relays belong to the client that opened them, over reconnections; {@link ORPHAN_GRACE} after its last connection ended they are
 * closed.
 */
export class MediaControlServer {
  private readonly listener: TcpListener;
  private readonly sessions = new Set<Session>();
  private readonly owners = new Map<string, { client: string; serial: number }>();
  private readonly orphanTimers = new Map<string, Timer>();
  private lastSerial = 0;

  constructor(private readonly options: MediaControlOptions) {
    this.listener = options.network.listenTcp(options.local, {
      onListening: options.onListening,
      onConnection: (connection) => this.accept(connection),
      onError: options.onError,
    });
  }

  /** Tells a call's client of the first packet on a side. */
  firstMedia(relay: string, side: RelaySide): void {
    const client = this.owners.get(relay)?.client;
    for (const session of this.sessions) {
      if (session.client === client && client !== undefined) this.tell(session, { event: "firstMedia", relay, side });
    }
  }

  /** Stops listening and drops every connection. */
  stop(): void {
    this.listener.close();
    for (const timer of this.orphanTimers.values()) timer.cancel();
    this.orphanTimers.clear();
    for (const session of [...this.sessions]) {
      this.sessions.delete(session);
      session.helloTimer.cancel();
      session.connection.destroy();
    }
  }

  private accept(connection: TcpConnection): TcpHandlers {
    if (this.sessions.size >= MAX_CONNECTIONS) {
      connection.destroy();
      return { onData: () => undefined, onClose: () => undefined };
    }
    const helloTimer = this.options.clock.in(HELLO_LIMIT, "media control hello", () => connection.destroy());
    const session: Session = { connection, serial: ++this.lastSerial, client: undefined, helloTimer };
    this.sessions.add(session);
    const lines = new LineReader((line) => {
      if (this.sessions.has(session)) this.onLine(session, line);
    }, MAX_MEDIA_LINE_BYTES);
    return {
      onData: (bytes) => {
        if (!lines.feed(bytes)) this.refuse(session, "message");
      },
      onClose: () => this.onGone(session),
    };
  }

  private onLine(session: Session, line: string): void {
    const message = readLine(line);
    if (message === undefined) return this.refuse(session, "message");
    if (session.client === undefined) return this.onHello(session, message);
    const command = readCommand(message);
    if (command === undefined) return this.refuse(session, "message");
    this.carryOut(session, session.client, command);
  }

  private onHello(session: Session, { do: action, version, token, client }: Readonly<Record<string, unknown>>): void {
    if (action !== "hello" || typeof client !== "string" || client === "") return this.refuse(session, "message");
    if (version !== MEDIA_CONTROL_VERSION) return this.refuse(session, "version");
    if (typeof token !== "string" || !isSameSecret(token, this.options.token)) return this.refuse(session, "token");
    session.client = client;
    session.helloTimer.cancel();
    this.orphanTimers.get(client)?.cancel();
    this.orphanTimers.delete(client);
    this.tell(session, { hello: this.options.status() });
  }

  private carryOut(session: Session, client: string, command: MediaCommand): void {
    const { relays } = this.options;
    const answer = (id: number) => (result: Result<unknown, MediaFailure>) => this.tell(session, { id, result });
    switch (command.do) {
      case "open":
        this.owners.set(command.relay, { client, serial: session.serial });
        return relays.open(command, (result) => {
          if (!result.ok) this.owners.delete(command.relay);
          answer(command.id)(result);
        });
      case "point":
        return relays.point(command.relay, command.side, command.remote);
      case "play":
        return relays.play(command.relay, command.side, command, answer(command.id));
      case "statistics":
        return relays.statistics(command.relay, answer(command.id));
      case "close":
        this.owners.delete(command.relay);
        return relays.close(command.relay, answer(command.id));
      case "status":
        return answer(command.id)({ ok: true, value: this.options.status() });
      case "sweep":
        return this.closeRelays((owner) => owner.client === client && owner.serial < session.serial, "swept");
    }
  }

  private onGone(session: Session): void {
    session.helloTimer.cancel();
    if (!this.sessions.delete(session) || session.client === undefined) return;
    const { client } = session;
    const isThere = [...this.sessions].some((other) => other.client === client);
    const hasRelays = [...this.owners.values()].some((owner) => owner.client === client);
    if (isThere || !hasRelays) return;
    const timer = this.options.clock.in(ORPHAN_GRACE, "media orphans", () => {
      this.orphanTimers.delete(client);
      this.closeRelays((owner) => owner.client === client, "orphaned");
    });
    this.orphanTimers.get(client)?.cancel();
    this.orphanTimers.set(client, timer);
  }

  private closeRelays(isMeant: (owner: { client: string; serial: number }) => boolean, why: string): void {
    const relays = [...this.owners].filter(([, owner]) => isMeant(owner)).map(([relay]) => relay);
    for (const relay of relays) {
      this.owners.delete(relay);
      this.options.relays.close(relay, () => undefined);
    }
    if (relays.length > 0) this.options.log.write("warn", "media.relays.closed", { count: relays.length, why });
  }

  private refuse(session: Session, refused: "version" | "token" | "message"): void {
    this.options.log.write("warn", "media.control.refused", { refused, from: session.connection.remote.address });
    this.tell(session, { refused });
    this.onGone(session);
    session.connection.end();
  }

  private tell({ connection }: Session, notice: MediaNotice): void {
    connection.send(toLine(notice));
  }
}

/** Compares in constant time, whatever the lengths. */
function isSameSecret(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
