/** What the layer counts, in the order in which it is shown. Parse failures are counted under their own code besides. */
const NAMES = [
  "malformedRequests",
  "malformedResponses",
  "methodUnknown",
  "methodNotAllowed",
  "unsupportedScheme",
  "tooManyHops",
  "mergedRequests",
  "badExtension",
  "refusedByLimit",
  "unmatchedCancels",
  "statelessAcks",
  "strayResponses",
  "foreignResponses",
  "stray2xx",
  "absorbedRequests",
  "absorbedResponses",
  "retransmittedRequests",
  "retransmittedResponses",
  "lateResponses",
  "unansweredRequests",
  "clientTimeouts",
  "clientTransportFailures",
  "serverTimeouts",
  "serverTransportFailures",
  "udpFallbacks",
  "unroutableAcks",
] as const;

export type TransactionCounter = (typeof NAMES)[number];

/** Counters by name, all there from the start so that the object keeps its shape. */
export class TransactionCounters {
  readonly values: Record<string, number> = Object.fromEntries(NAMES.map((name) => [name, 0]));

  add(name: TransactionCounter): void {
    this.values[name] = (this.values[name] ?? 0) + 1;
  }

  /** Counts under the code of a parse failure; the parser's codes are a fixed set. */
  addCode(code: string): void {
    this.values[code] = (this.values[code] ?? 0) + 1;
  }
}
