import { SwitchError, type Duration, type Instant, type SocketAddress, type WallTime } from "../../base";
import type {
  AppendFile,
  Clock,
  Files,
  Log,
  Network,
  Random,
  TcpConnection,
  TcpHandlers,
  TcpListener,
  TcpListenerHandlers,
  Timer,
  UdpHandlers,
  UdpOptions,
  UdpSocket,
} from "../../ports";
import type { SimulatedHost, HostDeath, HostView } from "./network";
import type { SimulatedClock } from "./simulated-clock";
import type { SimulatedFiles } from "./simulated-files";

/** What a process gets of the machine it runs on. */
export interface ProcessParts {
  readonly clock: SimulatedClock;
  readonly host: SimulatedHost;
  readonly random: Random;
  readonly disk: SimulatedFiles;
  readonly log: Log;
}

/**
 * One process on a simulated host: a set of ports that die together, so that `kill -9` can strike between any two events.
 *
 * After {@link kill} none of its timers runs, none of its sockets exists and none of its open files can be written; what it
 * still tries (from a promise that was on its way) has no effect. A new process on the same host and disk finds what it left.
 * Several processes may run on one host; each dies alone, unless the power goes.
 */
export class SimulatedProcess {
  readonly clock: Clock;
  readonly network: Network;
  readonly random: Random;
  readonly files: Files;
  readonly log: Log;
  private readonly timers: MortalClock;
  private readonly view: HostView;

  constructor(private readonly parts: ProcessParts) {
    this.timers = new MortalClock(parts.clock);
    this.clock = this.timers;
    this.view = parts.host.view();
    this.network = new MortalNetwork(this.view, this.timers);
    this.random = parts.random;
    this.files = new MortalFiles(parts.disk, this.timers);
    this.log = parts.log;
  }

  get isAlive(): boolean {
    return !this.timers.isDead;
  }

  /** Ends the process. `power` takes the machine down: see {@link Simulation.losePower}, which kills every process on it. */
  kill(death: HostDeath = "process"): void {
    if (this.timers.isDead) return;
    this.timers.kill();
    this.view.kill(death);
    this.parts.host.forget(this.view);
  }
}

/** A clock whose timers can all be dropped; it arms nothing afterwards. */
class MortalClock implements Clock {
  isDead = false;
  private readonly own = new Set<Timer>();

  constructor(private readonly clock: SimulatedClock) {}

  now(): Instant {
    return this.clock.now();
  }

  wallClock(): WallTime {
    return this.clock.wallClock();
  }

  at(due: Instant, name: string, run: () => void): Timer {
    if (this.isDead) return { name, due, cancel: () => undefined };
    const timer = this.clock.at(due, name, () => {
      this.own.delete(handle);
      run();
    });
    const handle: Timer = {
      name,
      due: timer.due,
      cancel: () => {
        this.own.delete(handle);
        timer.cancel();
      },
    };
    this.own.add(handle);
    return handle;
  }

  in(delay: Duration, name: string, run: () => void): Timer {
    return this.at((this.clock.now() + delay) as Instant, name, run);
  }

  armed(): readonly Timer[] {
    return [...this.own].sort((a, b) => a.due - b.due);
  }

  kill(): void {
    this.isDead = true;
    for (const timer of [...this.own]) timer.cancel();
  }
}

/** A host's network that a dead process can no longer use. */
class MortalNetwork implements Network {
  constructor(
    private readonly host: HostView,
    private readonly life: MortalClock,
  ) {}

  udp(options: UdpOptions, handlers: UdpHandlers): UdpSocket {
    if (this.life.isDead) return { local: options.local, send: () => undefined, close: () => undefined };
    return this.host.udp(options, handlers);
  }

  listenTcp(local: SocketAddress, handlers: TcpListenerHandlers): TcpListener {
    if (this.life.isDead) return { local, close: () => undefined };
    return this.host.listenTcp(local, handlers);
  }

  connectTcp(remote: SocketAddress, handlers: TcpHandlers, options?: { readonly local?: SocketAddress }): TcpConnection {
    if (!this.life.isDead) return this.host.connectTcp(remote, handlers, options);
    const local = options?.local ?? { address: "", port: 0 };
    return { local, remote, send: () => false, end: () => undefined, destroy: () => undefined };
  }

  open(): readonly string[] {
    return this.life.isDead ? [] : this.host.open();
  }
}

/** A disk that a dead process can no longer touch, not even from a promise that was on its way. */
class MortalFiles implements Files {
  constructor(
    private readonly disk: Files,
    private readonly life: MortalClock,
  ) {}

  openAppend(path: string): AppendFile {
    const file = this.living().openAppend(path);
    const living = (): AppendFile => {
      this.living();
      return file;
    };
    return {
      path,
      get size() {
        return file.size;
      },
      append: (bytes) => living().append(bytes),
      sync: () => living().sync(),
      close: () => file.close(),
    };
  }

  read(path: string): Buffer {
    return this.living().read(path);
  }

  replace(path: string, bytes: Uint8Array): void {
    this.living().replace(path, bytes);
  }

  exists(path: string): boolean {
    return this.living().exists(path);
  }

  list(folder: string): readonly string[] {
    return this.living().list(folder);
  }

  rename(from: string, to: string): void {
    this.living().rename(from, to);
  }

  remove(path: string): void {
    this.living().remove(path);
  }

  private living(): Files {
    if (this.life.isDead) throw new SwitchError("FILE_IO", "the process is dead");
    return this.disk;
  }
}
