import { milliseconds, type SocketAddress } from "../../src/base";
import type { PartyAction } from "./action";
import { Dialog, NOWHERE } from "./dialog";
import { Leg } from "./leg";
import type { LegHost } from "./leg-host";
import type { InviteAct } from "./personality";
import { Retransmission } from "./retransmission";
import { cseqOf, header, lists, parameterOf, tagOf, uriOf, userOf, type HeaderText, type SipText } from "./sip-text";

/** The called side of one call: plays the acts of its personality. */
export class CalleeLeg extends Leg {
  /** User part of From. */
  readonly from: string;
  private readonly awaitingPrack = new Map<number, Retransmission>();
  private readonly responses: SipText[] = [];
  private nextRSeq = 1;
  private offerHeard: boolean;
  private over = false;

  constructor(
    host: LegHost,
    private readonly invite: SipText,
    private readonly sender: SocketAddress,
  ) {
    const fromText = header(invite, "From") ?? "";
    const dialog = new Dialog({
      callId: header(invite, "Call-ID") ?? "",
      localTag: host.random.hex(8),
      localParty: header(invite, "To") ?? "",
      remoteParty: fromText.replace(/;\s*tag=[^;>\s]+/i, ""),
      remoteTag: tagOf(fromText) ?? "",
      remoteTarget: uriOf(header(invite, "Contact") ?? fromText),
      peer: sender,
      contact: host.address,
      claimedContact: host.personality.unreachableContact ? NOWHERE : host.address,
      allowsUpdate: !host.personality.hidesUpdate,
      random: host.random,
    });
    super(host, dialog, "callee", userOf(invite.startLine.split(" ")[1] ?? ""), undefined, cseqOf(invite).number);
    this.from = userOf(uriOf(fromText));
    this.offerHeard = this.hear(invite);
    if (!this.refuseShortInterval()) this.take(host.actsFor(this));
  }

  /** A retransmission of the INVITE: the last response again. */
  onInviteAgain(): void {
    const last = this.responses.at(-1);
    if (last !== undefined && this.host.personality.retransmits !== "never") this.host.send(last, this.sender);
  }

  override onRequest(request: SipText, from: SocketAddress): void {
    const sameInvite = request.startLine.startsWith("INVITE ") && cseqOf(request).number === cseqOf(this.invite).number;
    if (sameInvite) return this.onInviteAgain();
    super.onRequest(request, from);
  }

  override act(action: PartyAction): boolean {
    if (action.do !== "answer") return super.act(action);
    if (this.over || this.state === "ended") return false;
    this.perform({ afterMs: 0, status: 200, sdp: "answer" });
    return true;
  }

  override silence(): void {
    this.stopProvisionals();
    super.silence();
  }

  override close(): void {
    this.stopProvisionals();
    super.close();
  }

  protected override hangUpEarly(): boolean {
    this.perform({ afterMs: 0, status: 480 });
    return true;
  }

  protected override onCancel(request: SipText, from: SocketAddress): void {
    const reaction = this.host.personality.onCancel;
    if (reaction === "ignores") return;
    if (this.over) return void this.reply(request, this.state === "ended" ? 481 : 200, from);
    this.reply(request, 200, from);
    if (reaction === "answersAnyway") return this.perform({ afterMs: 0, status: 200, sdp: "answer" });
    this.perform({ afterMs: 0, status: 487 });
    this.end = "cancelled";
  }

  protected override onPrack(request: SipText, from: SocketAddress): void {
    const sequence = Number.parseInt(header(request, "RAck") ?? "", 10);
    const waiting = this.awaitingPrack.get(sequence);
    waiting?.stop();
    this.awaitingPrack.delete(sequence);
    if (!this.offerHeard && this.hear(request)) this.offerHeard = true;
    this.reply(request, waiting === undefined ? 481 : 200, from);
  }

  private refuseShortInterval(): boolean {
    const { kind, minSe } = this.host.personality.timerAnswer;
    const asked = Number.parseInt(header(this.invite, "Session-Expires") ?? "", 10);
    if (kind !== "tooSmall" || minSe === undefined || asked >= minSe) return false;
    this.perform({ afterMs: 0, status: 422, headers: [{ name: "Min-SE", value: String(minSe) }] });
    return true;
  }

  /** A call that a rule loses without a word takes no line; nobody can cancel it, since nothing was answered (RFC 3261 section 9.1). */
  private take(acts: readonly InviteAct[]): void {
    const isLost = acts.length === 0 && acts !== this.host.personality.onInvite;
    this.over = isLost;
    if (isLost) this.becomeEnded("lost");
    else for (const act of acts) this.schedule(act);
  }

  private schedule(act: InviteAct): void {
    if (act.afterMs === 0) this.perform(act);
    else this.in(milliseconds(act.afterMs), `responds ${act.status}`, () => this.perform(act));
  }

  private perform(act: InviteAct): void {
    if (this.over) {
      if (act.fork !== undefined && act.status === 200) this.respondAsFork(act);
      return;
    }
    const isAnswer = act.status >= 200 && act.status < 300;
    const sdp = act.sdp === "answer" ? { sdp: this.offerHeard ? this.answerSdp() : this.writeSdp() } : {};
    const timer = isAnswer ? this.timerHeaders() : [];
    const reliable = act.reliable === true && lists(this.invite, "Supported", "100rel") ? this.reliableHeaders() : undefined;
    const response = this.dialog.response(this.invite, act.status, {
      headers: [...timer, ...(reliable?.headers ?? []), ...(act.headers ?? [])],
      ...(act.reason === undefined ? {} : { reason: act.reason }),
      ...(act.fork === undefined ? {} : { tag: act.fork }),
      ...sdp,
    });
    this.responses.push(response);
    if (isAnswer && act.fork !== undefined) this.dialog.localTag = act.fork;
    if (act.speaks === true) this.media.speak();
    if (act.status >= 200) return this.finish(act.status, response);
    if (act.status > 100) this.state = "ringing";
    if (reliable === undefined) this.host.send(response, this.sender);
    else this.repeatUntilPrack(reliable.sequence, response);
  }

  private respondAsFork(act: InviteAct): void {
    const sdp = { sdp: this.writeSdp() };
    this.host.send(this.dialog.response(this.invite, 200, { tag: act.fork ?? "", ...sdp }), this.sender);
  }

  private finish(status: number, response: SipText): void {
    this.over = true;
    this.finalStatus = status;
    this.stopProvisionals();
    if (status < 300) {
      this.becomeAnswered();
      this.takeTimerDuty(header(response, "Session-Expires"), "uas");
    } else this.becomeEnded(status === 487 ? "cancelled" : "refused");
    this.replyUntilAck(this.invite, response, this.sender);
  }

  /** RFC 4028 section 9: what the answer says about the session timer. */
  private timerHeaders(): readonly HeaderText[] {
    const { kind, interval, refresher } = this.host.personality.timerAnswer;
    const asked = header(this.invite, "Session-Expires");
    const supported = lists(this.invite, "Supported", "timer");
    if (kind === "absent" || (!supported && interval === undefined) || (asked === undefined && interval === undefined)) return [];
    const chosen = refresher ?? parameterOf(asked, "refresher") ?? "uac";
    return [
      { name: "Supported", value: "timer" },
      { name: "Session-Expires", value: `${interval ?? Number.parseInt(asked ?? "", 10)};refresher=${chosen}` },
      ...(chosen === "uac" ? [{ name: "Require", value: "timer" }] : []),
    ];
  }

  private reliableHeaders(): { readonly sequence: number; readonly headers: readonly HeaderText[] } {
    const sequence = this.nextRSeq++;
    return {
      sequence,
      headers: [
        { name: "Require", value: "100rel" },
        { name: "RSeq", value: String(sequence) },
      ],
    };
  }

  /** RFC 3262 section 3: at T1, doubling without a cap, and 504 when no PRACK comes within 64*T1. */
  private repeatUntilPrack(sequence: number, response: SipText): void {
    const { clock, personality, name } = this.host;
    const plan = { name: `${name} reliable provisional`, t1Ms: personality.t1Ms, habit: personality.retransmits };
    const send = (): void => this.host.send(response, this.sender);
    const repeated = new Retransmission(clock, plan, send, () => this.perform({ afterMs: 0, status: 504 }));
    this.awaitingPrack.set(sequence, repeated);
  }

  private stopProvisionals(): void {
    for (const repeated of this.awaitingPrack.values()) repeated.stop();
    this.awaitingPrack.clear();
  }
}
