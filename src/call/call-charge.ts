import type { Instant } from "../base";
import { END_REASONS } from "../cdr";
import { MOST_SECONDS, tariffOfCall, type AccountLedger, type CallMoney, type PaymentRefusal } from "../rating";
import { endedByServer, type CallEnd } from "./call-end";
import type { RemainingMoney } from "./caller-prompts";
import type { RecordDraft } from "./record-draft";

/**
 * The money of one call: what its customer's account has reserved for it, from the INVITE to the record, and what the account of the
 * vendor that is being tried has.
 *
 * One reservation for each call, not for each attempt (BAL-009). A vendor's goes back when the call leaves it, unless it answered.
 */
export class CallCharge {
  private customer: CallMoney | undefined;
  private vendor: CallMoney | undefined;
  private isUp = false;
  /** Ends the call when the money of either account is used up. */
  onSpent: (end: CallEnd) => void = () => undefined;

  constructor(
    private readonly ledger: AccountLedger,
    private readonly draft: RecordDraft,
  ) {}

  /** What the customer's account has for this call before it takes anything. */
  remaining(): RemainingMoney {
    const { rate } = this.draft;
    if (rate === undefined) return { available: undefined, seconds: MOST_SECONDS };
    const { account } = rate;
    return {
      available: this.ledger.standing(account)?.available,
      seconds: this.ledger.talkTime(account, tariffOfCall(rate, this.draft.rules)),
    };
  }

  /** Reserves the first stretch on the customer's account; why not, when it does not pay. A call without a price needs none. */
  admit(): PaymentRefusal | undefined {
    const { rate } = this.draft;
    if (rate === undefined) return undefined;
    const reserved = this.ledger.reserve(rate.account, tariffOfCall(rate, this.draft.rules), () =>
      this.onSpent(endedByServer(END_REASONS.insufficientBalance)),
    );
    if (!reserved.ok) return reserved.failure;
    this.customer = reserved.value;
    return undefined;
  }

  /** Reserves on the account of a vendor that is to be tried; false when it does not pay, so that the vendor is passed over (BAL-021). */
  takeVendor(gateway: string): boolean {
    const rate = this.draft.buyRateOf(gateway);
    if (rate === undefined) return true;
    const reserved = this.ledger.reserve(rate.account, tariffOfCall(rate, this.draft.rules), () =>
      this.onSpent(endedByServer(END_REASONS.vendorBalance)),
    );
    if (reserved.ok) this.vendor = reserved.value;
    return reserved.ok;
  }

  /** The vendor that was tried is left. */
  leaveVendor(): void {
    if (this.isUp) return;
    this.vendor?.release();
    this.vendor = undefined;
  }

  /** Both accounts pay from now on. No more is charged than what they cover. */
  answered(now: Instant): void {
    const { customer, vendor, draft } = this;
    this.isUp = true;
    if (customer !== undefined) draft.covered.sale = () => customer.coveredSeconds;
    if (vendor !== undefined) draft.covered.cost = () => vendor.coveredSeconds;
    vendor?.answered(now);
    customer?.answered(now);
  }

  /** The call is over: nothing is reserved any more, and what is stays until {@link close}. */
  stop(): void {
    this.customer?.stop();
    this.vendor?.stop();
  }

  /** The fees are booked: what was reserved goes back. */
  close(): void {
    this.customer?.release();
    this.vendor?.release();
  }
}
