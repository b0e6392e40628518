import type { Clock } from "../../src/ports";
import type { Personality } from "./personality";
import { Retransmission, T2_IN_T1 } from "./retransmission";
import { cseqOf, methodOf, type SipText } from "./sip-text";

/** A request of ours and who waits for its answer. `undefined` is the answer that never came. */
export class ClientRequest {
  readonly method: string;
  readonly cseq: number;
  done = false;
  proceeding = false;
  private readonly retransmission: Retransmission;

  constructor(
    readonly request: SipText,
    options: { readonly clock: Clock; readonly personality: Personality; readonly owner: string; readonly send: () => void },
    private readonly onResponse: (response: SipText | undefined) => void,
  ) {
    this.method = methodOf(request) ?? "";
    this.cseq = cseqOf(request).number;
    const { t1Ms, retransmits } = options.personality;
    const cap = this.method === "INVITE" ? {} : { capMs: t1Ms * T2_IN_T1 };
    this.retransmission = new Retransmission(
      options.clock,
      { name: `${options.owner} ${this.method}`, t1Ms, habit: retransmits, ...cap },
      options.send,
      () => this.finish(undefined),
    );
  }

  /** A response to this request. Responses after the first final one are not for it. */
  receive(response: SipText, status: number): void {
    if (this.done) return;
    if (status >= 200) return this.finish(response);
    this.proceeding = true;
    if (this.method === "INVITE") this.retransmission.stop();
    this.onResponse(response);
  }

  /** Waits no longer. */
  abandon(): void {
    this.done = true;
    this.retransmission.stop();
  }

  private finish(response: SipText | undefined): void {
    this.done = true;
    this.retransmission.stop();
    this.onResponse(response);
  }
}
