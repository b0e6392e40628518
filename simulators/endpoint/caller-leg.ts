import { formatSocketAddress, type SocketAddress } from "../../src/base";
import type { CallPlan } from "./call-plan";
import type { ClientRequest } from "./client-request";
import { Dialog, NOWHERE } from "./dialog";
import { Leg } from "./leg";
import type { LegHost } from "./leg-host";
import { cseqOf, header, lists, statusOf, tagOf, type HeaderText, type SipText } from "./sip-text";

/** The calling side of one call. */
export class CallerLeg extends Leg {
  private invite: SipText;
  private asked: ClientRequest;
  private hungUp = false;
  private cancelSent = false;
  private readonly acknowledgedProvisionals = new Set<string>();
  private readonly abandonedForks = new Set<string>();

  constructor(
    host: LegHost,
    private readonly plan: CallPlan,
  ) {
    const peer = plan.via;
    const target = `sip:${plan.to}@${formatSocketAddress(peer)}`;
    const dialog = new Dialog({
      callId: `${host.random.hex(16)}@${host.address.address}`,
      localTag: host.random.hex(8),
      localParty: fromHeader(host, plan),
      remoteParty: `<${target}>`,
      remoteTarget: target,
      peer,
      contact: host.address,
      claimedContact: host.personality.unreachableContact ? NOWHERE : host.address,
      allowsUpdate: !host.personality.hidesUpdate,
      random: host.random,
    });
    super(host, dialog, "caller", plan.to, plan.call, 1);
    this.invite = this.writeInvite([]);
    this.asked = this.sendInvite();
  }

  protected override onCancel(request: SipText, from: SocketAddress): void {
    this.reply(request, 481, from);
  }

  protected override hangUpEarly(): boolean {
    this.hungUp = true;
    if (this.asked.proceeding) this.sendCancel();
    return true;
  }

  override onResponse(response: SipText): void {
    const tag = tagOf(header(response, "To"));
    const isOther2xx =
      cseqOf(response).method === "INVITE" && statusOf(response) === 200 && tag !== this.dialog.remoteTag && this.asked.done;
    if (isOther2xx && tag !== undefined && this.finalStatus === 200) return this.releaseFork(response, tag);
    super.onResponse(response);
  }

  private sendInvite(): ClientRequest {
    return this.ask(this.invite, this.plan.via, (response) => this.onInviteResponse(response));
  }

  private writeInvite(extra: readonly HeaderText[]): SipText {
    const { personality } = this.host;
    const offer = personality.timerOffer;
    const supported = [
      ...(offer === undefined ? [] : ["timer"]),
      ...(personality.reliableProvisionals === "supported" ? ["100rel"] : []),
    ];
    const required = [
      ...(offer?.requires === true ? ["timer"] : []),
      ...(personality.reliableProvisionals === "required" ? ["100rel"] : []),
    ];
    const refresher = offer?.refresher === undefined ? "" : `;refresher=${offer.refresher}`;
    const has = (name: string): boolean => extra.some((line) => line.name === name);
    const headers: readonly HeaderText[] = [
      this.dialog.allowHeader,
      ...(supported.length > 0 ? [{ name: "Supported", value: supported.join(", ") }] : []),
      ...(required.length > 0 ? [{ name: "Require", value: required.join(", ") }] : []),
      ...(offer?.interval !== undefined && !has("Session-Expires")
        ? [{ name: "Session-Expires", value: `${offer.interval}${refresher}` }]
        : []),
      ...(offer?.minSe !== undefined && !has("Min-SE") ? [{ name: "Min-SE", value: String(offer.minSe) }] : []),
      ...personality.inviteHeaders,
      ...(this.plan.headers ?? []),
      ...extra,
    ];
    const sdp = personality.offersIn === "invite" ? { sdp: this.writeSdp(this.plan.sdp) } : {};
    return this.dialog.request("INVITE", { headers, ...sdp, maxForwards: this.plan.maxForwards ?? 70 });
  }

  private onInviteResponse(response: SipText | undefined): void {
    const status = response === undefined ? undefined : (statusOf(response) ?? 0);
    if (response === undefined || status === undefined) {
      this.becomeEnded("noAnswer");
      return;
    }
    if (status < 200) return this.onProvisional(response, status);
    this.finalStatus = status;
    if (status < 300) return this.onAnswered(response);
    this.acknowledgeRefusal(this.invite, response);
    const minSe = header(response, "Min-SE");
    if (status === 422 && minSe !== undefined && this.host.personality.timerOffer?.retries === true && !this.hungUp) {
      return this.tryAgainWith(minSe);
    }
    this.becomeEnded(this.hungUp && status === 487 ? "cancelled" : "refused");
  }

  /** RFC 4028 section 7.3: the same Call-ID, CSeq one higher, and an interval that is long enough. */
  private tryAgainWith(minSe: string): void {
    this.invite = this.writeInvite([
      { name: "Session-Expires", value: minSe },
      { name: "Min-SE", value: minSe },
    ]);
    this.asked = this.sendInvite();
  }

  private onProvisional(response: SipText, status: number): void {
    if (status > 100 && this.state === "calling") this.state = "ringing";
    if (status > 100) {
      if (this.dialog.remoteTag === undefined) this.dialog.learn(response, "To");
      this.hear(response);
      this.acknowledgeProvisional(response);
    }
    if (this.hungUp) this.sendCancel();
  }

  private acknowledgeProvisional(response: SipText): void {
    const sequence = header(response, "RSeq");
    if (!this.host.personality.pracks || sequence === undefined || !lists(response, "Require", "100rel")) return;
    const key = `${tagOf(header(response, "To"))} ${sequence}`;
    if (this.acknowledgedProvisionals.has(key)) return;
    this.acknowledgedProvisionals.add(key);
    this.dialog.learn(response, "To");
    const headers = [{ name: "RAck", value: `${sequence} ${header(response, "CSeq") ?? ""}` }];
    this.ask(this.dialog.request("PRACK", { headers }), this.dialog.destination, () => undefined);
  }

  private onAnswered(response: SipText): void {
    this.dialog.learn(response, "To");
    const heard = this.hear(response);
    const late = this.host.personality.offersIn === "ack";
    this.acknowledge(cseqOf(response).number, late && heard ? { sdp: this.answerSdp() } : {});
    this.becomeAnswered();
    if (this.hungUp) return this.sendBye("cancelled");
    this.takeTimerDuty(header(response, "Session-Expires"), "uac");
  }

  /** A second answer from another branch: acknowledged, once for each retransmission, and released (RFC 3261 section 13.2.2.4). */
  private releaseFork(response: SipText, tag: string): void {
    const fork = new Dialog({ ...this.dialog.options, localTag: this.dialog.localTag, remoteTag: tag });
    fork.learn(response, "To");
    this.host.send(fork.request("ACK", { cseq: cseqOf(response).number }), fork.destination);
    if (this.abandonedForks.has(tag)) return;
    this.abandonedForks.add(tag);
    this.ask(fork.request("BYE", { cseq: cseqOf(response).number + 1 }), fork.destination, () => undefined);
  }

  private sendCancel(): void {
    if (this.cancelSent || this.asked.done) return;
    this.cancelSent = true;
    const cancel: SipText = {
      startLine: this.invite.startLine.replace(/^INVITE/, "CANCEL"),
      headers: [
        ...["Via", "Max-Forwards", "From", "To", "Call-ID"].map((name) => ({ name, value: header(this.invite, name) ?? "" })),
        { name: "CSeq", value: `${cseqOf(this.invite).number} CANCEL` },
      ],
      body: "",
    };
    this.ask(cancel, this.plan.via, () => undefined);
  }

  protected override get refusalDestination(): SocketAddress {
    return this.answeredAt === undefined ? this.plan.via : this.dialog.destination;
  }
}

/** The number that a caller shows when a call says nothing else; of Ofcom's range for stories. */
const USUAL_NUMBER = "442079460001";

function fromHeader({ personality, address }: LegHost, { from }: CallPlan): string {
  const displayName = from?.displayName ?? personality.displayName;
  return `${displayName === undefined ? "" : `"${displayName}" `}<sip:${from?.number ?? USUAL_NUMBER}@${address.address}>`;
}
