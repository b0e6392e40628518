import { Buffer } from "node:buffer";

/**
 * The same text of a message in memory of its own. What is cut out of a message, or put together from such pieces, keeps all of the
 * message's text in memory; what outlives the message by much, as a transaction's key does, is better detached from it.
 */
export const detached = (text: string): string => Buffer.from(text, "latin1").toString("latin1");
