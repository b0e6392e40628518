/** Methods in Allow when nothing else is configured. */
export const DEFAULT_ALLOW: readonly string[] = [
  "INVITE",
  "ACK",
  "CANCEL",
  "BYE",
  "OPTIONS",
  "PRACK",
  "UPDATE",
  "INFO",
  "MESSAGE",
  "NOTIFY",
  "REFER",
];

/** Sessions of one agent at once. Our choice: two legs for each of 10,000 calls, ten times what one core signals. */
export const DEFAULT_MAX_SESSIONS = 20_000;

/** BYEs under way at once for 2xx that belong to no session. Our choice: strays are rare, and forged ones must not make us a source. */
export const MAX_STRAY_RELEASES = 64;

/** Forks of one INVITE that are followed; responses of more are ignored. Our choice: a carrier's proxy rings a handful of places. */
export const MAX_FORKS = 16;
