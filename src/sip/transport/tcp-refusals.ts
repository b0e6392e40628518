import { after, type Duration, type Instant, type SocketAddress } from "../../base";
import { MAX_REMEMBERED_REFUSALS } from "./limits";

/** Peers that lately refused a TCP connection, so that large requests go to them by UDP without asking again. */
export class TcpRefusals {
  private readonly until = new Map<string, Instant>();

  constructor(private readonly memory: Duration) {}

  remember(remote: SocketAddress, now: Instant): void {
    const key = keyOf(remote);
    this.until.delete(key);
    if (this.until.size >= MAX_REMEMBERED_REFUSALS) this.forgetOldest();
    this.until.set(key, after(now, this.memory));
  }

  forget(remote: SocketAddress): void {
    this.until.delete(keyOf(remote));
  }

  has(remote: SocketAddress, now: Instant): boolean {
    const key = keyOf(remote);
    const until = this.until.get(key);
    if (until !== undefined && until <= now) this.until.delete(key);
    return until !== undefined && until > now;
  }

  private forgetOldest(): void {
    const [oldest] = this.until.keys();
    if (oldest !== undefined) this.until.delete(oldest);
  }
}

function keyOf({ address, port }: SocketAddress): string {
  return `${address} ${port}`;
}
