import type { Instant } from "../../src/base";
import type { LegReport, LoggedMessage, MediaDatagram, MediaReport } from "../../simulators/endpoint";

/** What a party recorded, as it crosses the control channel: bytes are base64, moments are on the machine's monotonic clock. */
export interface PartyRecords {
  readonly legs: readonly LegReport[];
  readonly messages: readonly LoggedMessage[];
  readonly media: readonly MediaReport[];
  readonly problems: readonly string[];
}

type Shift = (at: Instant) => Instant;

/** Moves a moment from one clock's count to another's. Containers of one machine share its monotonic clock. */
export const shiftedBy =
  (microseconds: number): Shift =>
  (at) =>
    (at + microseconds) as Instant;

/** The moments of a leg, moved. */
export function shiftLeg(leg: LegReport, shift: Shift): LegReport {
  const moved = (at: Instant | undefined): Instant | undefined => (at === undefined ? undefined : shift(at));
  return { ...leg, startedAt: shift(leg.startedAt), answeredAt: moved(leg.answeredAt), endedAt: moved(leg.endedAt) };
}

/** The moment of a message, moved. */
export const shiftMessage = (message: LoggedMessage, shift: Shift): LoggedMessage => ({ ...message, at: shift(message.at) });

interface JsonDatagram extends Omit<MediaDatagram, "bytes"> {
  readonly bytes: string;
}

/** A media report as JSON can hold it. */
export interface JsonMediaReport extends Omit<MediaReport, "sent" | "received"> {
  readonly sent: readonly JsonDatagram[];
  readonly received: readonly JsonDatagram[];
}

/** Bytes as base64, moments moved. */
export function mediaToJson(report: MediaReport, shift: Shift): JsonMediaReport {
  const toJson = (datagram: MediaDatagram): JsonDatagram => ({
    ...datagram,
    at: shift(datagram.at),
    bytes: datagram.bytes.toString("base64"),
  });
  return { ...report, sent: report.sent.map(toJson), received: report.received.map(toJson) };
}

/** The reverse of {@link mediaToJson}. */
export function mediaFromJson(report: JsonMediaReport, shift: Shift): MediaReport {
  const fromJson = (datagram: JsonDatagram): MediaDatagram => ({
    ...datagram,
    at: shift(datagram.at),
    bytes: Buffer.from(datagram.bytes, "base64"),
  });
  return { ...report, sent: report.sent.map(fromJson), received: report.received.map(fromJson) };
}
