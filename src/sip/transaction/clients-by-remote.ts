import type { SocketAddress } from "../../base";
import type { ClientMachine } from "./client-machine";
import type { SipFlow, SipTransportName } from "./types";

/** Client transactions by where they were sent, to find those that wait for a peer which turns out to be unreachable. */
export class ClientsByRemote {
  private readonly sets = new Map<string, Set<ClientMachine>>();

  add(machine: ClientMachine): void {
    const key = remoteKey(machine.flow.transport, machine.flow.remote);
    const set = this.sets.get(key);
    if (set === undefined) this.sets.set(key, new Set([machine]));
    else set.add(machine);
  }

  /** `flow` is where the machine was sent when it was added. */
  remove(machine: ClientMachine, flow: SipFlow): void {
    const key = remoteKey(flow.transport, flow.remote);
    const set = this.sets.get(key);
    set?.delete(machine);
    if (set?.size === 0) this.sets.delete(key);
  }

  /** A copy: they may leave while it is walked. */
  at(transport: SipTransportName, remote: SocketAddress): readonly ClientMachine[] {
    return [...(this.sets.get(remoteKey(transport, remote)) ?? [])];
  }
}

function remoteKey(transport: SipTransportName, { address, port }: SocketAddress): string {
  return `${transport} ${address} ${port}`;
}
