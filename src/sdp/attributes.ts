import type { SdpCodec, SdpDirection, SdpLine, SdpMedia, SdpSection, SessionDescription } from "./types";

/** Values of every `a=name:value` of a section, in order; a bare `a=name` gives an empty text. */
export function attributesOf(section: SdpSection, name: string): readonly string[] {
  const values: string[] = [];
  for (const { type, value } of section.lines) {
    if (type !== "a" || !value.startsWith(name)) continue;
    if (value.length === name.length) values.push("");
    else if (value.charAt(name.length) === ":") values.push(value.slice(name.length + 1).trim());
  }
  return values;
}

/** True when a section has the attribute, with or without a value. */
export const hasAttribute = (section: SdpSection, name: string): boolean => attributesOf(section, name).length > 0;

const attributeName = ({ value }: SdpLine): string => value.split(":", 1)[0] ?? value;

/** A section's lines without the attributes that `isDropped` names. */
export const withoutAttributes = (lines: readonly SdpLine[], isDropped: (name: string) => boolean): readonly SdpLine[] =>
  lines.filter((line) => line.type !== "a" || !isDropped(attributeName(line)));

const directions: readonly SdpDirection[] = ["sendrecv", "sendonly", "recvonly", "inactive"];

const ownDirection = (section: SdpSection): SdpDirection | undefined =>
  directions.find((direction) => hasAttribute(section, direction));

/** Who may send on a stream: its own attribute, else the session's, else `sendrecv`. RFC 8866 section 6.7. */
export const directionOf = (description: SessionDescription, media: SdpMedia): SdpDirection =>
  ownDirection(media) ?? ownDirection(description) ?? "sendrecv";

/** True when neither the stream nor the session says who may send. */
export const isDirectionImplied = (description: SessionDescription, media: SdpMedia): boolean =>
  (ownDirection(media) ?? ownDirection(description)) === undefined;

/** Lines with `direction` as their only direction attribute. */
export const withDirectionLine = (lines: readonly SdpLine[], direction: SdpDirection): readonly SdpLine[] => [
  ...withoutAttributes(lines, (name) => directions.some((each) => each === name)),
  { type: "a", value: direction },
];

/** A description whose every stream has `direction`; session-level attributes of that kind go. */
export function withDirection(description: SessionDescription, direction: SdpDirection): SessionDescription {
  return {
    ...description,
    lines: withoutAttributes(description.lines, (name) => directions.some((each) => each === name)),
    media: description.media.map((media) => ({ ...media, lines: withDirectionLine(media.lines, direction) })),
  };
}

/** Milliseconds of audio in a packet, from a=ptime; undefined when absent or no whole number above 0. */
export function ptimeOf(media: SdpMedia): number | undefined {
  const ptime = Number(attributesOf(media, "ptime")[0]);
  return Number.isInteger(ptime) && ptime > 0 ? ptime : undefined;
}

/** Payload types with a fixed meaning: name and clock rate. RFC 3551 section 6. */
const staticCodecs: ReadonlyMap<number, readonly [name: string, clockRateHz: number]> = new Map([
  [0, ["PCMU", 8_000]],
  [3, ["GSM", 8_000]],
  [4, ["G723", 8_000]],
  [8, ["PCMA", 8_000]],
  [9, ["G722", 8_000]],
  [13, ["CN", 8_000]],
  [15, ["G728", 8_000]],
  [18, ["G729", 8_000]],
]);

/** Values such as `101 telephone-event/8000` by the payload type they start with; the first for each stands. */
function byPayloadType(values: readonly string[]): ReadonlyMap<number, string> {
  const map = new Map<number, string>();
  for (const value of values) {
    const match = /^(\d{1,3})\s+(.*)$/.exec(value);
    const payloadType = Number(match?.[1]);
    if (match?.[2] !== undefined && !map.has(payloadType)) map.set(payloadType, match[2].trim());
  }
  return map;
}

function codec(payloadType: number, rtpmap: string | undefined, parameters: string | undefined): SdpCodec | undefined {
  if (rtpmap === undefined) {
    const known = staticCodecs.get(payloadType);
    return known && { payloadType, name: known[0], clockRateHz: known[1], channels: 1, parameters };
  }
  const [name, clockRate, channels] = rtpmap.split("/");
  const clockRateHz = Number(clockRate);
  if (!name || !Number.isInteger(clockRateHz) || clockRateHz <= 0) return undefined;
  return { payloadType, name, clockRateHz, channels: Number(channels) > 0 ? Number(channels) : 1, parameters };
}

/** The codecs of an RTP stream in its order of preference, static payload types included. Formats that name no codec are left out. */
export function codecsOf(media: SdpMedia): readonly SdpCodec[] {
  const rtpmaps = byPayloadType(attributesOf(media, "rtpmap"));
  const parameters = byPayloadType(attributesOf(media, "fmtp"));
  const codecs: SdpCodec[] = [];
  for (const format of media.formats) {
    const payloadType = /^\d{1,3}$/.test(format) ? Number(format) : 128;
    const each = payloadType < 128 && codec(payloadType, rtpmaps.get(payloadType), parameters.get(payloadType));
    if (each) codecs.push(each);
  }
  return codecs;
}
