import type { DigestClient } from "../digest";
import { detached, type SipResponse } from "../message";
import type { Acknowledgement, ClientFailure, ClientTransactionUser, SipTarget } from "../transaction";
import type { AgentContext } from "./agent-context";
import { releaseAnswer } from "./answer-release";
import { forkKey } from "./fork";
import { MAX_FORKS } from "./limits";

/** Where the BYE for an unwanted 2xx goes. */
export interface LateAnswersOptions {
  readonly fallbackUri: string;
  readonly peer: SipTarget;
  readonly digest: DigestClient | undefined;
}

/** 2xx to one INVITE beside the answer that made the call: each is ACKed and released once, its retransmissions are ACKed again. */
export class LateAnswers {
  /** Made by the first that is released: most calls have none. */
  private released: Map<string, Acknowledgement> | undefined;
  private confirmed: { readonly key: string; readonly acks: ReadonlyMap<number, Acknowledgement> } | undefined;

  constructor(
    private readonly context: AgentContext,
    private readonly options: LateAnswersOptions,
  ) {}

  /** The call has ended; `acks` are those of its dialog, whose 2xx may still be retransmitted. */
  remember(remoteTag: string | undefined, acks: ReadonlyMap<number, Acknowledgement>): void {
    this.confirmed = { key: detached(forkKey(remoteTag)), acks };
  }

  /** A 2xx. `hold` keeps a session known until the function that it gives is called. */
  onSuccess(response: SipResponse, hold: () => () => void): void {
    if (this.acknowledgesAgain(response)) return;
    this.released ??= new Map();
    if (this.released.size >= MAX_FORKS) return;
    this.released.set(forkKey(response.toTag), releaseAnswer(this.context, response, { ...this.options, done: hold() }));
  }

  /** Sends the ACK once more for a 2xx that has had one; false for another 2xx. */
  acknowledgesAgain(response: SipResponse): boolean {
    const key = forkKey(response.toTag);
    const isConfirmed = this.confirmed?.key === key;
    const known = isConfirmed ? this.confirmed?.acks.get(response.cseq.number) : this.released?.get(key);
    known?.again();
    return known !== undefined || isConfirmed;
  }
}

const noHold = () => (): void => undefined;

/** Who hears the responses to an INVITE: its session, and after the session's end what is left of it, for as long as timer M runs. */
export class InviteUser implements ClientTransactionUser {
  constructor(
    private session: ClientTransactionUser | undefined,
    private readonly late: LateAnswers,
  ) {}

  /** Lets the session go. */
  retire(): void {
    this.session = undefined;
  }

  onResponse(...[response, transaction]: Parameters<ClientTransactionUser["onResponse"]>): void {
    if (this.session !== undefined) this.session.onResponse(response, transaction);
    else if (response.status >= 200 && response.status < 300) this.late.onSuccess(response, noHold);
  }

  onFailure(...[failure, transaction]: [ClientFailure, Parameters<ClientTransactionUser["onFailure"]>[1]]): void {
    this.session?.onFailure(failure, transaction);
  }
}
