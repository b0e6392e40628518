import type { GatewayChange } from "../../../src/config";

/** A change as it travels: a key that was given as undefined goes back to its default. */
export const absentAsNull = (change: object): GatewayChange =>
  Object.fromEntries(Object.entries(change).map(([key, value]: readonly [string, unknown]) => [key, value ?? null]));

/** True for a refusal that an operator gets to read, and nobody has to handle. */
export const isRefusedChange = (code: string): boolean => code === "GATEWAY_UNKNOWN" || code === "GATEWAY_CHANGE_INVALID";
