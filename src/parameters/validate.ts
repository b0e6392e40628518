import { failed, success, type Result } from "../base";
import type { ParameterDefinition, ParameterFailure, ParameterType, ParameterValue } from "./types";

const ON = new Set(["1", "on", "true", "yes"]);
const OFF = new Set(["0", "off", "false", "no"]);

/** The legal values in words: `0 = None, 1 = XOR, 2 = RC4 or 3 = AES128`. */
export function describeRange(type: ParameterType): string {
  switch (type.kind) {
    case "choice":
      return Object.entries(type.choices)
        .map(([value, word]) => `${value} = ${word}`)
        .join(", ");
    case "flag":
      return "0 = Off, 1 = On";
    case "text":
      return `text of at most ${type.maxBytes} bytes`;
    case "integer": {
      const zero = type.zeroIs === undefined ? "" : `, 0 = ${type.zeroIs}`;
      return `a whole number from ${type.min} to ${type.max}${type.even === true ? ", even" : ""}${zero}`;
    }
  }
}

function wholeNumber(input: ParameterValue): number | undefined {
  if (typeof input === "number") return Number.isInteger(input) ? input : undefined;
  return /^-?\d{1,15}$/.test(input.trim()) ? Number(input) : undefined;
}

function read(type: ParameterType, input: ParameterValue): ParameterValue | undefined {
  if (type.kind === "text") {
    const text = String(input);
    return Buffer.byteLength(text) <= type.maxBytes ? text : undefined;
  }
  if (type.kind === "flag") {
    const word = String(input).trim().toLowerCase();
    if (ON.has(word)) return 1;
    return OFF.has(word) ? 0 : undefined;
  }
  const value = wholeNumber(input);
  if (value === undefined) return undefined;
  if (type.kind === "choice") return value in type.choices ? value : undefined;
  return value >= type.min && value <= type.max && (type.even !== true || value % 2 === 0) ? value : undefined;
}

/** Reads a value as given by an operator or a file. A secret's value never appears in the message. */
export function validateParameter(
  parameter: ParameterDefinition,
  input: ParameterValue,
): Result<ParameterValue, ParameterFailure> {
  const value = read(parameter.type, input);
  if (value !== undefined) return success(value);
  const given = parameter.secret === true ? "the value" : `"${input}"`;
  return failed({
    code: "PARAMETER_OUT_OF_RANGE",
    message: `${parameter.name}: ${given} is not allowed; it takes ${describeRange(parameter.type)}`,
    parameter: parameter.name,
  });
}

/** Rules between parameters. `value` gives what each would be after the change. */
export function validateTogether(value: (name: string) => number): Result<undefined, ParameterFailure> {
  const conflict = (parameter: string, message: string) =>
    failed({ code: "PARAMETER_CONFLICT", message: `${parameter}: ${message}`, parameter } as const);
  const interval = value("SS_SESSION_TIMER");
  const minSe = value("SS_SESSION_TIMER_MIN_SE");
  if (interval !== 0 && interval < minSe) {
    return conflict(
      "SS_SESSION_TIMER",
      `${interval} s is below SS_SESSION_TIMER_MIN_SE (${minSe} s); use 0 to switch session timers off, or change the other first`,
    );
  }
  const first = value("SS_MEDIAPROXYPORT_START");
  const last = value("SS_MEDIAPROXYPORT_END");
  if (first + 3 > last) {
    return conflict(
      "SS_MEDIAPROXYPORT_START",
      `ports ${first} to ${last} hold no call: a call takes four ports, so SS_MEDIAPROXYPORT_END must be at least ${first + 3}`,
    );
  }
  return success(undefined);
}
