import { defineParameterType } from "@cucumber/cucumber";
import type { MessageFilter } from "../facts/message-facts";

const METHODS = "re-INVITE|INVITE|ACK|BYE|CANCEL|INFO|PRACK|UPDATE|OPTIONS";

/** A request by its method; `re-INVITE` is an INVITE inside a call. */
defineParameterType({
  name: "request",
  regexp: new RegExp(METHODS),
  transformer: (name: string): MessageFilter => (name === "re-INVITE" ? { label: "INVITE", inDialog: true } : { label: name }),
});

/** Which of several alike: `the last INVITE`, `the second INVITE`; the first one when nothing is said. */
export interface MessageChoice extends MessageFilter {
  readonly which: "first" | "second" | "third" | "last";
}

/** `INVITE`, `last INVITE`, `422`, `last 200 to UPDATE`. A status answers INVITE unless it says otherwise. */
defineParameterType({
  name: "message",
  regexp: new RegExp(`(?:(first|second|third|last) )?(${METHODS}|[1-6]\\d\\d)(?: to (${METHODS}))?`),
  transformer: (which: string | undefined, label: string, answering: string | undefined): MessageChoice => ({
    which: (which ?? "first") as MessageChoice["which"],
    label,
    ...(/^\d/.test(label) ? { answering: answering ?? "INVITE" } : {}),
  }),
});

/** `0.5, 1.5 and 3.5`: numbers in a row. */
defineParameterType({
  name: "numbers",
  regexp: /\d+(?:\.\d+)?(?:, \d+(?:\.\d+)?)*(?: and \d+(?:\.\d+)?)?/,
  transformer: (text: string): readonly number[] => text.split(/, | and /).map(Number),
});

/** `INVITE, ACK and BYE`: requests in a row. */
defineParameterType({
  name: "requests",
  regexp: /[A-Z]+(?:, [A-Z]+)*(?: and [A-Z]+)?/,
  transformer: (text: string): readonly string[] => text.split(/, | and /),
});
