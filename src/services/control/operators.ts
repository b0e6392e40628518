import { createHash, timingSafeEqual } from "node:crypto";
import { SwitchError } from "../../base";

/** Somebody who may work a switch. */
export interface Operator {
  readonly name: string;
  /** An administrator may do everything; an observer may look at what runs, and neither see nor change how it is charged. */
  readonly role: "administrator" | "observer";
  /** What he shows with each request. */
  readonly token: string;
}

/** What an observer may ask. */
const FOR_OBSERVERS: ReadonlySet<string> = new Set([
  ...["services", "status", "calls", "gateways", "parameters", "parameter", "trace", "route"],
]);

/** Lets a request pass, or throws. @throws {SwitchError} `CONTROL_NO_OPERATOR`, `CONTROL_NOT_ALLOWED`. */
export type Authorise = (command: string, token: string | undefined) => void;

const digest = (token: string): Buffer => createHash("sha256").update(token).digest();

/** Checks each request against the operators of a switch. Without any, whoever reaches the channel may do everything. */
export function authoriser(operators: readonly Operator[]): Authorise {
  if (operators.length === 0) return () => undefined;
  const known = operators.map((operator) => [operator, digest(operator.token)] as const);
  return (command, token) => {
    const shown = digest(token ?? "");
    const [operator] = known.find(([, expected]) => timingSafeEqual(expected, shown)) ?? [];
    if (operator === undefined) {
      const why = token === undefined ? "the request has no token" : "nobody has this token";
      throw new SwitchError("CONTROL_NO_OPERATOR", `${why}: set CARRIERLAB_TOKEN to the token of an operator of this switch`);
    }
    if (operator.role === "administrator" || FOR_OBSERVERS.has(command)) return;
    throw new SwitchError("CONTROL_NOT_ALLOWED", `"${command}" is for administrators; ${operator.name} is an observer`, {
      command,
    });
  };
}
