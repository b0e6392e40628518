import { transformed, type NumberTransform } from "./number-transform";
import type { RoutingSnapshot } from "./snapshot";
import type { RouteQuery } from "./types";

/** A number without `+` and visual separators; a name stays as it is. */
function digitsOf(number: string): string {
  return /^\+?[\d\-.()*#]+$/.test(number) ? number.replace(/[+\-.()]/g, "") : number;
}

const renumbered = (number: string, transforms: readonly NumberTransform[] = []): string =>
  /^[\d*#]+$/.test(number) ? transformed(number, transforms) : number;

/** A call as its customer dials it, as routing sees it: the numbers after the transforms of its mapping gateway, like those of a live call. */
export function routedQuery({ mappingGateways }: RoutingSnapshot, dialled: RouteQuery): RouteQuery {
  const { callerTransforms, calleeTransforms } = mappingGateways.get(dialled.from) ?? {};
  return {
    ...dialled,
    caller: renumbered(digitsOf(dialled.caller), callerTransforms),
    callee: renumbered(digitsOf(dialled.callee), calleeTransforms),
  };
}
