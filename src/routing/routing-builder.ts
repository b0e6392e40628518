import type { RoutingGateway } from "./types";

/** A vendor for tests: of priority 1, without limits, in Extension Mode. */
export const vendor = (name: string, prefixes: readonly string[], options: Partial<RoutingGateway> = {}): RoutingGateway => ({
  name,
  prefixes,
  priority: 1,
  enabled: true,
  lock: "noLock",
  reservedLines: 0,
  protect: false,
  prefixMode: "extension",
  ...options,
});
