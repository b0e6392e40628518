import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { formatSocketAddress, type SocketAddress } from "../../base";
import type { Clock, Network, Random, TcpConnection } from "../../ports";
import { createResponse, parseMessage, type AnySipMessage, type SipRequest, type SipResponse } from "../message";
import type { ClientTransactionUser, ServerTransaction, TransactionCore } from "../transaction";
import { createSipStack, type SipStack, type SipStackOptions } from "./sip-stack";

/** A request that a party received. */
export interface Received {
  readonly request: SipRequest;
  readonly transaction: ServerTransaction;
}

/** A party with a whole stack, whose core answers every request with one status. */
export interface Party {
  readonly stack: SipStack;
  readonly told: string[];
  readonly requests: Received[];
  readonly responses: SipResponse[];
  /** Datagrams and stream messages, `received 200 INVITE udp`. */
  readonly trace: string[];
  readonly listening: string[];
  readonly user: ClientTransactionUser;
}

/** Builds a {@link Party}; what a test sets is what it is about. */
export function buildParty(
  ports: { readonly clock: Clock; readonly network: Network; readonly random: Random },
  local: SocketAddress | readonly SocketAddress[],
  overrides: Partial<SipStackOptions> & {
    readonly answer?: number | undefined;
    readonly body?: Buffer;
    readonly onRequest?: (request: SipRequest, transaction: ServerTransaction, stack: SipStack) => void;
  } = {},
): Party {
  const told: string[] = [];
  const requests: Received[] = [];
  const responses: SipResponse[] = [];
  const trace: string[] = [];
  const listening: string[] = [];
  const status = "answer" in overrides ? overrides.answer : 200;
  const core: TransactionCore = {
    onRequest(request, transaction) {
      told.push(`request ${request.method}`);
      requests.push({ request, transaction });
      overrides.onRequest?.(request, transaction, stack);
      if (status === undefined || overrides.onRequest !== undefined) return;
      stack.transactions.respond(transaction, createResponse(request, status, { toTag: transaction.toTag }));
    },
    onAck: () => void told.push("ack"),
    onCancel: () => void told.push("cancel"),
    onStray2xx: (response) => void told.push(`stray ${response.status}`),
    onServerFailure: (failure) => void told.push(`server ${failure}`),
  };
  const addresses = Array.isArray(local) ? (local as readonly SocketAddress[]) : [local as SocketAddress];
  const stack = createSipStack({
    ...ports,
    listen: addresses.flatMap((address) => [
      { transport: "udp" as const, local: address },
      { transport: "tcp" as const, local: address },
    ]),
    core,
    allowedMethods: ["INVITE", "ACK", "CANCEL", "BYE", "OPTIONS"],
    supportedExtensions: () => [],
    onListening: (transport, address) => listening.push(`${transport} ${formatSocketAddress(address)}`),
    onError: (error) => told.push(`error ${error.code}`),
    onMessage: (direction, bytes, flow) => trace.push(`${direction} ${describeBytes(bytes)} ${flow.transport}`),
    ...overrides,
  });
  const user: ClientTransactionUser = {
    onResponse(response) {
      told.push(`response ${response.status}`);
      responses.push(response);
    },
    onFailure: (failure) => void told.push(`failure ${failure}`),
  };
  return { stack, told, requests, responses, trace, listening, user };
}

function describeBytes(bytes: Buffer): string {
  const parsed = parseMessage(Buffer.from(bytes));
  if (!parsed.ok) return "malformed";
  const message: AnySipMessage = parsed.value;
  return message.kind === "request" ? message.method : `${message.status} ${message.cseq.method}`;
}

/** A peer without a stack: a TCP client that sends what it is told. */
export class RawTcpPeer {
  readonly connection: TcpConnection;
  received = "";
  isOpen = false;
  isClosed = false;

  constructor(network: Network, remote: SocketAddress) {
    this.connection = network.connectTcp(remote, {
      onOpen: () => (this.isOpen = true),
      onData: (bytes) => (this.received += bytes.toString("latin1")),
      onClose: () => (this.isClosed = true),
    });
  }

  send(text: string): void {
    this.connection.send(Buffer.from(text, "latin1"));
  }
}

/** A peer without a stack: a UDP socket. */
export class RawUdpPeer {
  readonly received: string[] = [];
  private readonly socket;

  constructor(network: Network, local: SocketAddress) {
    this.socket = network.udp(
      { local },
      { onDatagram: (bytes) => void this.received.push(bytes.toString("latin1")), onError: (error) => assert.fail(error) },
    );
  }

  send(text: string, to: SocketAddress): void {
    this.socket.send(Buffer.from(text, "latin1"), to);
  }

  close(): void {
    this.socket.close();
  }
}
