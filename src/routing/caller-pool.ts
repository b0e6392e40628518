import type { Random } from "../ports";

/** The caller number pool of one routing gateway. */
export interface CallerPoolSettings {
  readonly enabled: boolean;
  /** In the order in which Poll uses them; each once. */
  readonly numbers: readonly string[];
  /** Calls at once on one number; 0: unlimited. */
  readonly multiplexes: number;
  readonly rotation: "Random" | "Poll";
}

/** A number drawn for one call. */
export interface PoolSlot {
  readonly number: string;
  /** Gives the slot back, once however often it is called. */
  release(): void;
}

const NOWHERE = -1;

/**
 * The numbers of one gateway and the calls on each.
 *
 * A draw takes its slot at once, so that no number is used more often than its multiplexes allow (CLI-057). Random draws among the
 * numbers with room in constant time; Poll takes the first with room from its pointer on and sets the pointer behind it (CLI-052).
 */
class CallerPool {
  /** Calls by number, numbers that were taken out of the pool included. */
  private readonly active = new Map<string, number>();
  private numbers: readonly string[] = [];
  private places = new Map<string, number>();
  /** Places of numbers with room, in any order, and where each of them stands there. */
  private open: number[] = [];
  private openAt: number[] = [];
  private pointer = 0;
  private settings: CallerPoolSettings | undefined;

  constructor(private readonly random: Random) {}

  /** Takes new settings. Calls that are up keep their number, and count where it is still in the pool (CLI-063, CLI-064). */
  configure(settings: CallerPoolSettings): void {
    const isSame =
      this.numbers.length === settings.numbers.length && this.numbers.every((each, i) => each === settings.numbers[i]);
    if (!isSame) this.pointer = 0;
    this.settings = settings;
    this.numbers = settings.numbers;
    this.places = new Map(settings.numbers.map((number, place) => [number, place]));
    this.open = [];
    this.openAt = settings.numbers.map(() => NOWHERE);
    for (const [place, number] of settings.numbers.entries()) if (this.hasRoom(number)) this.admit(place);
  }

  get use(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.active);
  }

  draw(): PoolSlot | undefined {
    if (this.settings?.enabled !== true || this.open.length === 0) return undefined;
    const place = this.settings.rotation === "Poll" ? this.poll() : this.open[this.random.between(0, this.open.length - 1)];
    const number = place === undefined ? undefined : this.numbers[place];
    if (place === undefined || number === undefined) return undefined;
    this.active.set(number, (this.active.get(number) ?? 0) + 1);
    if (!this.hasRoom(number)) this.shut(place);
    let isHeld = true;
    return {
      number,
      release: () => {
        if (isHeld) this.giveBack(number);
        isHeld = false;
      },
    };
  }

  private poll(): number | undefined {
    const count = this.numbers.length;
    for (let step = 0; step < count; step += 1) {
      const place = (this.pointer + step) % count;
      if (this.openAt[place] === NOWHERE) continue;
      this.pointer = (place + 1) % count;
      return place;
    }
    return undefined;
  }

  private giveBack(number: string): void {
    const left = (this.active.get(number) ?? 1) - 1;
    if (left === 0) this.active.delete(number);
    else this.active.set(number, left);
    const place = this.places.get(number);
    if (place !== undefined && this.openAt[place] === NOWHERE && this.hasRoom(number)) this.admit(place);
  }

  private hasRoom(number: string): boolean {
    const { multiplexes = 0 } = this.settings ?? {};
    return multiplexes === 0 || (this.active.get(number) ?? 0) < multiplexes;
  }

  private admit(place: number): void {
    this.openAt[place] = this.open.length;
    this.open.push(place);
  }

  private shut(place: number): void {
    const at = this.openAt[place] ?? NOWHERE;
    const last = this.open.pop();
    if (last !== undefined && last !== place) {
      this.open[at] = last;
      this.openAt[last] = at;
    }
    this.openAt[place] = NOWHERE;
  }
}

/** The pools of all routing gateways, each by itself (CLI-031). Their state is in memory: a restart begins anew (CLI-042). */
export class CallerPools {
  private readonly pools = new Map<string, CallerPool>();

  constructor(private readonly random: Random) {}

  /** Takes the pools as configured now; those of gateways that are gone are forgotten. */
  configure(gateways: readonly { readonly name: string; readonly callerPool: CallerPoolSettings }[]): void {
    const names = new Set(gateways.map(({ name }) => name));
    for (const name of this.pools.keys()) if (!names.has(name)) this.pools.delete(name);
    for (const { name, callerPool } of gateways) {
      let pool = this.pools.get(name);
      if (pool === undefined) {
        if (!callerPool.enabled) continue;
        pool = new CallerPool(this.random.fork(name));
        this.pools.set(name, pool);
      }
      pool.configure(callerPool);
    }
  }

  /** A number for one call by a gateway; undefined when its pool is off, empty or has no room: the caller's own number is shown. */
  draw(gateway: string): PoolSlot | undefined {
    return this.pools.get(gateway)?.draw();
  }

  /** Calls at this moment by number. */
  use(gateway: string): Readonly<Record<string, number>> {
    return this.pools.get(gateway)?.use ?? {};
  }
}
