import type { Rule } from "./rules";

/** The first rule that a message broke, and where: the index of a header field, or a byte offset. */
export interface Fault {
  readonly rule: Rule;
  readonly header?: number;
  readonly position?: number;
}
