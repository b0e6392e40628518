import { UsageError } from "../../../src/base";
import { MAX_HOSTS_OF_A_KIND, type AddressPlan } from "../../../simulators/network";

/** The addresses of one lab's hosts by name, and the names by address. */
export class LabHosts {
  private readonly addresses = new Map<string, string>();
  private readonly byAddress = new Map<string, string>();
  private readonly mediaAddresses = new Map<string, string>();
  private readonly taps = new Map<string, string>();
  private switches = 0;
  private parties = 0;

  constructor(private readonly plan: AddressPlan) {}

  addSwitch(name: string): string {
    const index = this.counted(this.switches++);
    const address = this.add(name, `switch ${name}`, this.plan.switch(index));
    const media = this.plan.media?.(index) ?? address;
    this.byAddress.set(media, `switch ${name}`);
    this.mediaAddresses.set(name, media);
    return address;
  }

  /** Where the media service of a switch lives. */
  mediaAddressOf(name: string): string {
    const address = this.mediaAddresses.get(name);
    if (address === undefined) throw new UsageError("STAGE_NO_SUCH_HOST", `no switch is called "${name}"`, { name });
    return address;
  }

  addParty(name: string, behindRouter = false): string {
    const index = this.counted(this.parties++);
    if (!behindRouter) return this.add(name, name, this.plan.party(index));
    this.byAddress.set(this.plan.router(index), `router of ${name}`);
    return this.add(name, name, this.plan.behindRouter(index));
  }

  /** The public address of the router in front of a party that is behind one. */
  routerOf(name: string): string {
    const router = [...this.byAddress].find(([, host]) => host === `router of ${name}`);
    if (router === undefined) throw new UsageError("STAGE_NO_SUCH_HOST", `"${name}" is not behind a router`, { name });
    return router[0];
  }

  addressOf(name: string): string {
    const address = this.addresses.get(name);
    if (address === undefined) throw new UsageError("STAGE_NO_SUCH_HOST", `no host is called "${name}"`, { name });
    return address;
  }

  /** Every address of a host: a switch has one for signalling and one for media. */
  addressesOf(name: string): readonly string[] {
    const media = this.mediaAddresses.get(name);
    return media === undefined ? [this.addressOf(name)] : [...new Set([this.addressOf(name), media])];
  }

  /** The address of a tap between two switches, each of which takes it for the other. */
  addTap(a: string, b: string): string {
    const address = this.plan.router(this.taps.size);
    this.taps.set(pairOf(a, b), address);
    return address;
  }

  /** Where a tap between two switches listens; undefined when there is none. */
  tapBetween(a: string, b: string): string | undefined {
    return this.taps.get(pairOf(a, b));
  }

  /** Where a host is seen: its own address, or that of the router in front of it. */
  publicAddressOf(name: string): string {
    const router = [...this.byAddress].find(([, host]) => host === `router of ${name}`);
    return router?.[0] ?? this.addressOf(name);
  }

  /** `Acme`, `switch A`, `router of Acme`. */
  nameOf(address: string): string | undefined {
    return this.byAddress.get(address);
  }

  /** Display names by address. */
  get names(): ReadonlyMap<string, string> {
    return this.byAddress;
  }

  private counted(index: number): number {
    if (index >= MAX_HOSTS_OF_A_KIND) {
      throw new UsageError("STAGE_TOO_MANY_HOSTS", `a lab has at most ${MAX_HOSTS_OF_A_KIND} hosts of a kind`, {});
    }
    return index;
  }

  private add(name: string, displayName: string, address: string): string {
    this.addresses.set(name, address);
    this.byAddress.set(address, displayName);
    return address;
  }
}

const pairOf = (a: string, b: string): string => [a, b].sort().join(" ");
