import type { HeaderField } from "../message";
import type { AgentContext } from "./agent-context";

/** What a 200 to OPTIONS says of us. RFC 3261 section 11.2. */
export function capabilityHeaders(context: AgentContext, timer: boolean): readonly HeaderField[] {
  return [
    context.allowHeader,
    { name: "Accept", value: "application/sdp" },
    { name: "Accept-Encoding", value: "identity" },
    ...context.supportedHeaders({ timer, reliable: true }),
  ];
}
