import { SwitchError, formatSocketAddress, seconds, type Duration, type SocketAddress } from "../../base";
import type { Clock, Network, TcpConnection } from "../../ports";
import { LineReader, toJson, type ControlAnswer } from "./protocol";

export interface ControlCall {
  readonly network: Network;
  readonly clock: Clock;
  readonly address: SocketAddress;
  readonly command: string;
  readonly arguments?: Readonly<Record<string, unknown>>;
  /** Of the operator who asks. */
  readonly token?: string | undefined;
  /** {@link CONTROL_TIMEOUT} when absent. */
  readonly timeout?: Duration | undefined;
}

/** How long an answer may take; a restart of a service is the slowest. Our choice. */
export const CONTROL_TIMEOUT = seconds(20);

/** Undefined when the line is none of a switch: another program may have the port of one that was killed. */
function readAnswer(line: string): ControlAnswer | undefined {
  try {
    const answer = JSON.parse(line) as Partial<ControlAnswer> | null;
    const isAnswer = answer?.ok === true || (answer?.ok === false && answer.error !== undefined);
    return isAnswer ? (answer as ControlAnswer) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Sends one command over a connection of its own and gives the result.
 *
 * @throws {SwitchError} `CONTROL_UNREACHABLE` when nobody listens or the connection ends, `CONTROL_TIMEOUT`, or the code of the answer.
 */
export function callControl(call: ControlCall): Promise<unknown> {
  const { network, clock, address, command } = call;
  const where = formatSocketAddress(address);
  return new Promise((resolve, reject) => {
    let isOver = false;
    const settle = (act: () => void) => {
      if (isOver) return;
      isOver = true;
      timer.cancel();
      connection.destroy();
      act();
    };
    const fail = (code: string, message: string, cause?: unknown) =>
      settle(() => reject(new SwitchError(code, message, { address: where, command }, cause)));
    const lines = new LineReader((line) => {
      const answer = readAnswer(line);
      if (answer === undefined) fail("CONTROL_UNREACHABLE", `what answers at ${where} is no switch`);
      else if (answer.ok) settle(() => resolve(answer.result));
      else fail(answer.error.code, answer.error.message);
    });
    const timer = clock.in(call.timeout ?? CONTROL_TIMEOUT, "control answer", () =>
      fail("CONTROL_TIMEOUT", `${where} has not answered "${command}" in time`),
    );
    const connection: TcpConnection = network.connectTcp(address, {
      onOpen: (opened) =>
        void opened.send(Buffer.from(`${toJson({ id: 1, command, arguments: call.arguments ?? {}, token: call.token })}\n`)),
      onData: (bytes) => {
        if (!lines.feed(bytes)) fail("CONTROL_UNREACHABLE", `${where} answers more than can be read`);
      },
      onClose: (error) =>
        fail("CONTROL_UNREACHABLE", `no switch answers at ${where}: is it running? Start it with \`carrierlab switch\``, error),
    });
  });
}
