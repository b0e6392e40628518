import { InvariantViolation } from "../../base";
import type { UserAgent, UserAgentOptions } from "./user-agent-options";

/** A {@link UserAgent} over the transaction layer that `options.transactions` makes. */
export function createUserAgent(_options: UserAgentOptions): UserAgent {
  throw new InvariantViolation("the user agent is not built yet");
}
