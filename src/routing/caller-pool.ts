import type { Random } from "../ports";
import { PlaceSet } from "./place-set";

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
 * numbers with room; Poll takes the first with room from its pointer on and sets the pointer behind it (CLI-052). Both take the same
 * time however many numbers there are, and however many are full.
 */
class CallerPool {
  /** Calls by number, numbers that were taken out of the pool included. */
  private readonly active = new Map<string, number>();
  private numbers: readonly string[] = [];
  private places = new Map<string, number>();
  /** Places of numbers with room, in any order, and where each of them stands there. */
  private open: number[] = [];
  private openAt: number[] = [];
  /** The same places in their order. */
  private inOrder = new PlaceSet(0);
  private pointer = 0;
  private settings: CallerPoolSettings | undefined;

  constructor(private readonly random: Random) {}

  /** Takes new settings. Calls that are up keep their number, and count where it is still in the pool (CLI-063, CLI-064). */
  configure(settings: CallerPoolSettings): void {
    const { numbers } = settings;
    const isSame = this.numbers.length === numbers.length && this.numbers.every((each, place) => each === numbers[place]);
    const hasSameCap = this.settings?.multiplexes === settings.multiplexes;
    this.settings = settings;
    if (isSame && hasSameCap) return;
    this.places = new Map(numbers.map((number, place) => [number, place]));
    if (!isSame) this.pointer = this.pointerIn(this.places);
    this.numbers = numbers;
    this.open = [];
    this.openAt = numbers.map(() => NOWHERE);
    this.inOrder = new PlaceSet(numbers.length);
    for (const [place, number] of numbers.entries()) if (this.hasRoom(number)) this.admit(place);
  }

  /** Where Poll goes on in a changed list: at the number whose turn it was, or the next of the old ones that is still there. */
  private pointerIn(places: ReadonlyMap<string, number>): number {
    const old = this.numbers;
    for (let step = 0; step < old.length; step += 1) {
      const place = places.get(old[(this.pointer + step) % old.length] ?? "");
      if (place !== undefined) return place;
    }
    return 0;
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
    const place = this.inOrder.next(this.pointer) ?? this.inOrder.next(0);
    if (place !== undefined) this.pointer = (place + 1) % this.numbers.length;
    return place;
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
    this.inOrder.add(place);
  }

  private shut(place: number): void {
    const at = this.openAt[place] ?? NOWHERE;
    const last = this.open.pop();
    if (last !== undefined && last !== place) {
      this.open[at] = last;
      this.openAt[last] = at;
    }
    this.openAt[place] = NOWHERE;
    this.inOrder.delete(place);
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
