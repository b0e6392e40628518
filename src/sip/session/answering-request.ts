import type { DigestClient } from "../digest";
import { withHeaders, type SipRequest } from "../message";
import type { ClientTransaction, ClientTransactionUser, SipTarget, TransactionLayer } from "../transaction";

/** Who hears the responses to a request inside a dialog. */
export interface RequestUser extends ClientTransactionUser {
  /** The request was challenged and went out again, as a new transaction with the next sequence number. */
  onSentAgain?(transaction: ClientTransaction): void;
}

/** One request that answers challenges. */
export interface AnsweringRequest {
  readonly transactions: TransactionLayer;
  /** Undefined: challenges are refusals like others. */
  readonly digest: DigestClient | undefined;
  /** Makes the request, with the next sequence number each time. */
  readonly make: () => SipRequest;
  readonly target: () => SipTarget;
  readonly user: RequestUser;
  readonly options?: Parameters<TransactionLayer["request"]>[3];
  /** Asked when a challenge comes: is there still a use for the request? */
  readonly isWanted?: () => boolean;
}

/** Sends a request, and once more for each challenge that can be answered: the user hears of its last response alone. RFC 3261 section 22.2. */
export function sendAnswering(request: AnsweringRequest): ClientTransaction {
  const { transactions, digest, make, target, user, options, isWanted } = request;
  if (digest === undefined) return transactions.request(make(), target(), user, options);
  const exchange = digest.exchange();
  const send = (): ClientTransaction => {
    const made = make();
    const ready = withHeaders(made, digest.headersFor(made.method, made.uri));
    return transactions.request(ready, target(), answering, options);
  };
  const answering: ClientTransactionUser = {
    onResponse: (response, transaction) => {
      if (isWanted?.() === false || !exchange.isAnswerable(response)) return user.onResponse(response, transaction);
      const again = send();
      user.onSentAgain?.(again);
    },
    onFailure: (failure, transaction) => user.onFailure(failure, transaction),
  };
  return send();
}
