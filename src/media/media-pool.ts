import { assert, formatSocketAddress, type Result, type SocketAddress } from "../base";
import type { MediaFailure, MediaProxy, RelayAddresses, RelayRequest } from "./types";

/** How many ports are remembered with the service that had them last; the oldest is forgotten. */
const MAX_REMEMBERED_PORTS = 20_000;

/**
 * One {@link MediaProxy} over several media services of one switch: calls go to them in turn.
 *
 * A service that is unavailable or out of ports is passed over, each at most once a call; the failure of the last one tried is the
 * answer. A request that names a port goes to the service that had it last. Operations on a call go to its service.
 *
 * @param services at least one, in the order of their turn.
 */
export function createMediaPool(services: readonly MediaProxy[]): MediaProxy {
  const byRelay = new Map<string, MediaProxy>();
  const byPort = new Map<string, MediaProxy>();
  let turn = 0;
  const serviceAt = (index: number): MediaProxy => {
    const service = services[index % services.length];
    assert(service !== undefined, "a media pool has at least one service");
    return service;
  };

  const remember = (service: MediaProxy, { a, b }: RelayAddresses): void => {
    for (const address of [a, b].map(formatSocketAddress)) {
      byPort.delete(address);
      byPort.set(address, service);
      const [oldest] = byPort.keys();
      if (byPort.size > MAX_REMEMBERED_PORTS && oldest !== undefined) byPort.delete(oldest);
    }
  };

  const lastOwner = ({ a, b }: RelayRequest): MediaProxy | undefined => {
    for (const { address, port } of [a, b]) {
      if (address === undefined || port === undefined) continue;
      const owner = byPort.get(formatSocketAddress({ address, port } satisfies SocketAddress));
      if (owner !== undefined) return owner;
    }
    return undefined;
  };

  const inOrder = (request: RelayRequest): MediaProxy[] => {
    const first = lastOwner(request) ?? serviceAt(turn++);
    const from = services.indexOf(first);
    return services.map((_, i) => services[(from + i) % services.length] as MediaProxy);
  };

  const open = (
    request: RelayRequest,
    [service, ...others]: MediaProxy[],
    done: (result: Result<RelayAddresses, MediaFailure>) => void,
  ): void => {
    assert(service !== undefined, "services are tried while there are any");
    byRelay.set(request.relay, service);
    service.open(request, (result) => {
      if (result.ok) remember(service, result.value);
      else if (others.length > 0 && byRelay.get(request.relay) === service) return open(request, others, done);
      else byRelay.delete(request.relay);
      done(result);
    });
  };

  return {
    open: (request, done) => {
      const known = byRelay.get(request.relay);
      open(request, known === undefined ? inOrder(request) : [known], done);
    },
    point: (relay, side, remote) => byRelay.get(relay)?.point(relay, side, remote),
    play: (relay, side, announcement, done) => (byRelay.get(relay) ?? serviceAt(0)).play(relay, side, announcement, done),
    // Any service may say that it does not know the call.
    statistics: (relay, done) => (byRelay.get(relay) ?? serviceAt(0)).statistics(relay, done),
    close: (relay, done) => {
      const service = byRelay.get(relay) ?? serviceAt(0);
      byRelay.delete(relay);
      service.close(relay, done);
    },
  };
}
