/** Methods that an RFC defines; any other token is an unknown method, which is no fault of syntax. */
export const knownMethods: ReadonlySet<string> = new Set([
  ...["INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "REGISTER"], // RFC 3261
  ...["PRACK", "UPDATE", "INFO", "MESSAGE", "REFER", "SUBSCRIBE", "NOTIFY", "PUBLISH"], // RFC 3262, 3311, 6086, 3428, 3515, 6665, 3903
]);
