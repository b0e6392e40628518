import type { Random } from "../ports";
import { PlaceSet } from "./place-set";

/** The caller number pool of one routing gateway. */
export interface CallerPoolSettings {
  /** Enable Caller Number Pool: ordinary calls show a number of the pool. */
  readonly enabled: boolean;
  /** Enable Forwarding Signal Caller Pool: forwarded calls do (CLI-002). They share numbers, multiplexes and pointer (CLI-072). */
  readonly forwarding: boolean;
  /** In the order in which Poll uses them; each once. */
  readonly numbers: readonly string[];
  /** Calls at once on one number; 0: unlimited. */
  readonly multiplexes: number;
  readonly rotation: "Random" | "Poll";
}

/** Whose number is drawn: each of the two has its own box. */
export type PoolPurpose = "ordinary" | "forwarding";

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
  /** Calls by place. */
  private calls = new Int32Array(0);
  /** Calls by number, of numbers that were taken out of the pool. */
  private gone = new Map<string, number>();
  private numbers: readonly string[] = [];
  private places = new Map<string, number>();
  /** Places of numbers with room, in any order, and where each of them stands there. */
  private open = new Int32Array(0);
  private openAt = new Int32Array(0);
  private openCount = 0;
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
    const calls = this.callsByNumber();
    this.places = new Map(numbers.map((number, place) => [number, place]));
    if (!isSame) this.pointer = this.pointerIn(this.places);
    this.numbers = numbers;
    this.calls = Int32Array.from(numbers, (number) => calls.get(number) ?? 0);
    for (const number of numbers) calls.delete(number);
    this.gone = calls;
    this.open = new Int32Array(numbers.length);
    this.openAt = new Int32Array(numbers.length).fill(NOWHERE);
    this.openCount = 0;
    this.inOrder = new PlaceSet(numbers.length);
    for (let place = 0; place < numbers.length; place += 1) if (this.hasRoom(place)) this.admit(place);
  }

  private callsByNumber(): Map<string, number> {
    const calls = new Map(this.gone);
    for (const [place, number] of this.numbers.entries()) {
      const count = this.calls[place] ?? 0;
      if (count > 0) calls.set(number, count);
    }
    return calls;
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
    return Object.fromEntries(this.callsByNumber());
  }

  draw(purpose: PoolPurpose): PoolSlot | undefined {
    if (this.settings === undefined || this.openCount === 0) return undefined;
    if (!(purpose === "forwarding" ? this.settings.forwarding : this.settings.enabled)) return undefined;
    const place = this.settings.rotation === "Poll" ? this.poll() : this.open[this.random.between(0, this.openCount - 1)];
    const number = place === undefined ? undefined : this.numbers[place];
    if (place === undefined || number === undefined) return undefined;
    this.calls[place] = (this.calls[place] ?? 0) + 1;
    if (!this.hasRoom(place)) this.shut(place);
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
    const place = this.places.get(number);
    if (place === undefined) return this.giveBackGone(number);
    this.calls[place] = (this.calls[place] ?? 0) - 1;
    if (this.openAt[place] === NOWHERE && this.hasRoom(place)) this.admit(place);
  }

  private giveBackGone(number: string): void {
    const left = (this.gone.get(number) ?? 1) - 1;
    if (left === 0) this.gone.delete(number);
    else this.gone.set(number, left);
  }

  private hasRoom(place: number): boolean {
    const { multiplexes = 0 } = this.settings ?? {};
    return multiplexes === 0 || (this.calls[place] ?? 0) < multiplexes;
  }

  private admit(place: number): void {
    this.openAt[place] = this.openCount;
    this.open[this.openCount] = place;
    this.openCount += 1;
    this.inOrder.add(place);
  }

  private shut(place: number): void {
    const at = this.openAt[place] ?? NOWHERE;
    this.openCount -= 1;
    const last = this.open[this.openCount] ?? NOWHERE;
    this.open[at] = last;
    this.openAt[last] = at;
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
        if (!callerPool.enabled && !callerPool.forwarding) continue;
        pool = new CallerPool(this.random.fork(name));
        this.pools.set(name, pool);
      }
      pool.configure(callerPool);
    }
  }

  /** A number for one call by a gateway; undefined when its pool is off, empty or has no room: the caller's own number is shown. */
  draw(gateway: string, purpose: PoolPurpose = "ordinary"): PoolSlot | undefined {
    return this.pools.get(gateway)?.draw(purpose);
  }

  /** Calls at this moment by number. */
  use(gateway: string): Readonly<Record<string, number>> {
    return this.pools.get(gateway)?.use ?? {};
  }
}
