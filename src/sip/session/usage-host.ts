import type { DigestClient } from "../digest";
import type { SipRequest } from "../message";
import type { ServerTransaction } from "../transaction";
import type { InviteSession, SessionEnd, SessionListener, SessionState } from "./types";

/** What the invite usage of one dialog needs of the session that it belongs to. */
export interface UsageHost {
  readonly session: InviteSession;
  readonly listener: SessionListener;
  readonly state: SessionState;
  readonly role: "uac" | "uas";
  /** Before the session is confirmed: may an UPDATE carry an offer now? RFC 3311 section 5.1. */
  readonly mayOfferEarly: boolean;
  /** Answers the peer's challenges; undefined where we have no credentials. */
  readonly digest: DigestClient | undefined;
  onBye(request: SipRequest, transaction: ServerTransaction): void;
  onPrack(request: SipRequest, transaction: ServerTransaction): void;
  /** An early exchange of offers was settled: what waited for it may go on. */
  onExchangeSettled(): void;
  /** The usage is closed, and the 2xx that it was left to send got its ACK or waited long enough. */
  onLastAck(): void;
  /** The session cannot go on: BYE is sent, and the owner is told. */
  conclude(end: SessionEnd): void;
}
