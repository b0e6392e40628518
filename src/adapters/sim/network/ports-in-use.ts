import { isSameFamily, isWildcard } from "./addresses";

/** What occupies a port of a host. */
export interface PortHolder {
  readonly boundAddress: string;
}

/** First and last port handed out when 0 is asked for: Linux's default range. */
export const EPHEMERAL_PORTS = { first: 32_768, last: 60_999 } as const;

/** The ports of one host for one transport. */
export class PortTable<Holder extends PortHolder> {
  private readonly holders = new Map<number, Holder[]>();
  private next: number;

  constructor(start: number) {
    this.next = start;
  }

  /** True when binding `address` and `port` would collide, by address or by wildcard. */
  isTaken(address: string, port: number): boolean {
    const present = this.holders.get(port);
    if (present === undefined) return false;
    return present.some(({ boundAddress: other }) => other === address || overlaps(other, address) || overlaps(address, other));
  }

  /** A free port; undefined when there is none. */
  ephemeral(address: string): number | undefined {
    const { first, last } = EPHEMERAL_PORTS;
    for (let tries = first; tries <= last; tries += 1) {
      const port = this.next;
      this.next = port === last ? first : port + 1;
      if (!this.isTaken(address, port)) return port;
    }
    return undefined;
  }

  add(port: number, holder: Holder): void {
    const present = this.holders.get(port);
    if (present === undefined) this.holders.set(port, [holder]);
    else present.push(holder);
  }

  remove(port: number, holder: Holder): void {
    const left = this.holders.get(port)?.filter((other) => other !== holder) ?? [];
    if (left.length === 0) this.holders.delete(port);
    else this.holders.set(port, left);
  }

  /** Who receives what is sent to `address` and `port`. */
  find(address: string, port: number): Holder | undefined {
    const present = this.holders.get(port);
    if (present === undefined) return undefined;
    for (const holder of present) {
      if (holder.boundAddress === address || overlaps(holder.boundAddress, address)) return holder;
    }
    return undefined;
  }
}

const overlaps = (wildcard: string, address: string): boolean => isWildcard(wildcard) && isSameFamily(wildcard, address);
