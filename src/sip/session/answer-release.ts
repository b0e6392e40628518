import type { DigestClient } from "../digest";
import type { SipResponse } from "../message";
import type { Acknowledgement, SipTarget } from "../transaction";
import type { AgentContext } from "./agent-context";
import { sendAnswering, type RequestUser } from "./answering-request";
import { Dialog } from "./dialog";

/**
 * ACKs a 2xx and ends its dialog with BYE: another fork's, one that crossed our CANCEL, or one of an INVITE long given up.
 * Everything is in the response itself. For its retransmission only the ACK goes again. RFC 3261 sections 9.1 and 13.2.2.4.
 */
export function releaseAnswer(
  context: AgentContext,
  response: SipResponse,
  options: {
    readonly fallbackUri: string;
    readonly peer: SipTarget;
    readonly digest?: DigestClient | undefined;
    readonly done: () => void;
  },
): Acknowledgement {
  const dialog = Dialog.asClient(response, options.fallbackUri, options.peer);
  const target = context.locate(dialog.nextHop, options.peer);
  const { digest } = options;
  const { transactions, userAgentHeaders } = context;
  const ack = dialog.ack(response.cseq.number, [...userAgentHeaders, ...(digest?.acknowledging ?? [])]);
  const user: RequestUser = {
    onResponse: ({ status }) => {
      if (status >= 200) options.done();
    },
    onFailure: options.done,
  };
  const acknowledgement = transactions.acknowledge(ack, target);
  const make = () => dialog.request({ method: "BYE", headers: userAgentHeaders });
  sendAnswering({ transactions, digest, make, target: () => target, user });
  return acknowledgement;
}
