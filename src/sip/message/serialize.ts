import { listOf, type HeaderList } from "./message";
import type { AnySipMessage } from "./types";

const startLine = (message: AnySipMessage): string =>
  message.kind === "request" ? `${message.method} ${message.uri} SIP/2.0\r\n` : `SIP/2.0 ${message.status} ${message.reason}\r\n`;

/** All header lines. Content-Length, wherever it stands, tells the true length of the body, and comes last where it was missing. */
function headerLines({ fields, kinds }: HeaderList, bodyLength: number): string {
  let text = "";
  let hasLength = false;
  for (let index = 0; index < fields.length; index += 1) {
    const { name, value } = fields[index]!;
    if (kinds[index]!.key !== "content-length") text += name + ": " + value + "\r\n";
    else if (!hasLength) {
      hasLength = true;
      text += name + ": " + bodyLength + "\r\n";
    }
  }
  return hasLength ? text : `${text}Content-Length: ${bodyLength}\r\n`;
}

/**
 * The bytes of a message as they go on the wire, ready to be sent.
 *
 * Header fields keep their order, spelling and bytes; each line is `name: value`. Content-Length is always there and always right.
 */
export function serialize(message: AnySipMessage): Buffer {
  const { body } = message;
  const text = startLine(message) + headerLines(listOf(message), body.length) + "\r\n";
  const bytes = Buffer.allocUnsafe(text.length + body.length);
  bytes.write(text, 0, "latin1");
  if (body.length > 0) bytes.set(body, text.length);
  return bytes;
}
