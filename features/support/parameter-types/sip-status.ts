import { defineParameterType } from "@cucumber/cucumber";

/** A SIP response as it is spoken of: number and phrase. */
export interface SipStatus {
  readonly status: number;
  readonly reason: string;
}

/** `486 Busy Here`, `503 Service Unavailable`. */
defineParameterType({
  name: "response",
  regexp: /([1-6]\d\d) ([A-Z][A-Za-z/-]*(?: (?:[A-Z][A-Za-z/-]*|Not|a|in|by))*)/,
  transformer: (status: string, reason: string): SipStatus => ({ status: Number(status), reason }),
});
