import { SwitchError, nearestOf, type SocketAddress } from "../../base";
import type { Log, Network, TcpConnection, TcpHandlers, TcpListener } from "../../ports";
import type { Authorise } from "./operators";
import { LineReader, toJson, type ControlAnswer, type ControlRequest } from "./protocol";

/** Carries out one command. What it throws is told to the other side. */
export type ControlHandler = (values: Readonly<Record<string, unknown>>) => unknown;

export interface ControlServerOptions {
  readonly network: Network;
  readonly local: SocketAddress;
  readonly log: Log;
  readonly handlers: Readonly<Record<string, ControlHandler>>;
  /** Lets a request pass or throws; everybody may do everything when absent. */
  readonly authorise?: Authorise | undefined;
  /** Takes commands that `handlers` does not have. */
  readonly otherwise?: ((request: ControlRequest) => Promise<unknown>) | undefined;
  readonly onListening?: ((local: SocketAddress) => void) | undefined;
  readonly onError?: ((error: SwitchError) => void) | undefined;
}

/** Connections at once; a further one is closed at once. Our choice: an operator's tools, not traffic. */
const MAX_CONNECTIONS = 32;

/**
 * Newline-delimited JSON over TCP: one request a line, one answer a line, answers in any order.
 *
 * Without operators the channel has no password: whoever reaches it may do everything, so that it listens on loopback unless asked
 * otherwise.
 */
export class ControlServer {
  private readonly listener: TcpListener;
  private readonly connections = new Set<TcpConnection>();

  constructor(private readonly options: ControlServerOptions) {
    this.listener = options.network.listenTcp(options.local, {
      onListening: (local) => options.onListening?.(local),
      onConnection: (connection) => this.accept(connection),
      onError: (error) => options.onError?.(error),
    });
  }

  get local(): SocketAddress {
    return this.listener.local;
  }

  /** Stops listening and ends every connection after what it still has to send. */
  close(): void {
    this.listener.close();
    for (const connection of this.connections) connection.end();
  }

  private accept(connection: TcpConnection): TcpHandlers {
    if (this.connections.size >= MAX_CONNECTIONS) {
      connection.destroy();
      return { onData: () => undefined, onClose: () => undefined };
    }
    this.connections.add(connection);
    const lines = new LineReader((line) => this.onLine(connection, line));
    return {
      onData: (bytes) => {
        if (!lines.feed(bytes)) connection.destroy();
      },
      onClose: () => void this.connections.delete(connection),
    };
  }

  private onLine(connection: TcpConnection, line: string): void {
    const send = (answer: ControlAnswer) => {
      if (this.connections.has(connection)) connection.send(Buffer.from(`${toJson(answer)}\n`));
    };
    let id = 0;
    const succeed = (result: unknown) => send({ id, ok: true, result: result ?? null });
    const fail = (error: unknown) => send({ id, ok: false, error: this.describe(error) });
    try {
      const request = readRequest(line);
      id = request.id;
      const result = this.carryOut(request);
      if (result instanceof Promise) result.then(succeed, fail);
      else succeed(result);
    } catch (error) {
      fail(error);
    }
  }

  private describe(error: unknown): { readonly code: string; readonly message: string } {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof SwitchError) return { code: error.code, message };
    this.options.log.write("error", "control.failed", { message });
    return { code: "CONTROL_FAILED", message };
  }

  private carryOut(request: ControlRequest): unknown {
    this.options.authorise?.(request.command, request.token);
    const handler = this.options.handlers[request.command];
    if (handler !== undefined && Object.hasOwn(this.options.handlers, request.command)) return handler(request.arguments);
    if (this.options.otherwise !== undefined) return this.options.otherwise(request);
    const near = nearestOf(request.command, Object.keys(this.options.handlers));
    const mend = near === undefined ? `known: ${Object.keys(this.options.handlers).join(", ")}` : `did you mean "${near}"?`;
    throw new SwitchError("CONTROL_UNKNOWN_COMMAND", `"${request.command}" is not a command; ${mend}`);
  }
}

function readRequest(line: string): ControlRequest {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new SwitchError("CONTROL_BAD_REQUEST", "a request is one line of JSON", {}, cause);
  }
  const {
    id,
    command,
    arguments: values,
    token,
  } = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  if (typeof id !== "number" || typeof command !== "string") {
    throw new SwitchError("CONTROL_BAD_REQUEST", 'a request has "id" (a number), "command" and "arguments"');
  }
  const isObject = typeof values === "object" && values !== null && !Array.isArray(values);
  const known = typeof token === "string" ? { token } : {};
  return { id, command, arguments: isObject ? (values as Record<string, unknown>) : {}, ...known };
}
