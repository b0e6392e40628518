import { UsageError, type Instant, type SocketAddress } from "../../../../src/base";
import { mediaFromJson, shiftedBy, shiftLeg, shiftMessage, type JsonMediaReport } from "../../../../docker/endpoint/report-json";
import type { CallPlan, LegReport, LegSelector, LoggedMessage, MediaReport, PartyAction } from "../../../../simulators/endpoint";

/** A party in a container, as the stage works it: the calls of `Endpoint`, over HTTP. */
export class RemoteParty {
  private readonly shift: (at: Instant) => Instant;

  /** `labStart` is the moment of the machine's monotonic clock, in microseconds, from which the lab counts. */
  constructor(
    readonly name: string,
    private readonly control: SocketAddress,
    labStart: number,
  ) {
    this.shift = shiftedBy(-labStart);
  }

  async call(plan: CallPlan): Promise<void> {
    await this.ask("call", plan);
  }

  async act(call: LegSelector, action: PartyAction): Promise<void> {
    await this.ask("act", { call, action });
  }

  async sendRaw(bytes: Buffer, to: SocketAddress): Promise<void> {
    await this.ask("sendRaw", { bytes: bytes.toString("base64"), to });
  }

  async ping(method: string, to: SocketAddress): Promise<void> {
    await this.ask("ping", { method, to });
  }

  async legs(): Promise<readonly LegReport[]> {
    return ((await this.ask("legs")) as LegReport[]).map((leg) => shiftLeg(leg, this.shift));
  }

  async messages(): Promise<readonly LoggedMessage[]> {
    return ((await this.ask("messages")) as LoggedMessage[]).map((message) => shiftMessage(message, this.shift));
  }

  async media(): Promise<readonly MediaReport[]> {
    return ((await this.ask("media")) as JsonMediaReport[]).map((report) => mediaFromJson(report, this.shift));
  }

  async problems(): Promise<readonly string[]> {
    return (await this.ask("problems")) as string[];
  }

  private async ask(command: string, values: object = {}): Promise<unknown> {
    const { address, port } = this.control;
    const response = await fetch(`http://${address}:${port}/${command}`, { method: "POST", body: JSON.stringify(values) });
    const body: unknown = await response.json();
    if (response.ok) return body;
    const { code, message } = body as { readonly code: string; readonly message: string };
    throw new UsageError(code, `${this.name}: ${message}`, { party: this.name });
  }
}
