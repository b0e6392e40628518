/** Facts about an error, for logs and reports. Never secrets. */
export type ErrorContext = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * An operating error: the world did not do its part (a socket, a database, a file, bytes from outside).
 *
 * `code` is stable and documented in docs/reference/errors.md; `context` names the input, the rule and the mend.
 */
export class SwitchError extends Error {
  readonly code: string;
  readonly context: ErrorContext;

  constructor(code: string, message: string, context: ErrorContext = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.code = code;
    this.context = context;
  }
}

/** The caller's mistake at a public boundary: a wrong option, a call after `close()`. */
export class UsageError extends SwitchError {}

/** Our bug: a state that cannot be. The call it happens in is ended, the error is counted, a test run fails. */
export class InvariantViolation extends SwitchError {
  constructor(message: string, context: ErrorContext = {}) {
    super("INVARIANT_VIOLATION", message, context);
  }
}

/** Stays on in production. @throws {InvariantViolation} when `condition` does not hold. */
export function assert(condition: unknown, message: string, context: ErrorContext = {}): asserts condition {
  if (!condition) throw new InvariantViolation(message, context);
}
