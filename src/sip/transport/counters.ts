const NAMES = [
  "receivedDatagrams",
  "sentDatagrams",
  "keepAlives",
  "acceptedConnections",
  "openedConnections",
  "refusedConnections",
  "displacedConnections",
  "idleConnections",
  "failedConnects",
  "resetConnections",
  "framingErrors",
  "unsendable",
  "unreachable",
] as const;

export type TransportCounter = (typeof NAMES)[number];

/** What the transport counts, by name. */
export class TransportCounters {
  readonly values = Object.fromEntries(NAMES.map((name) => [name, 0])) as Record<TransportCounter, number>;

  add(name: TransportCounter): void {
    this.values[name] += 1;
  }
}
