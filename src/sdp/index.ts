export { attributesOf, codecsOf, directionOf, hasAttribute, ptimeOf, withDirection } from "./attributes";
export * from "./create";
export { formatSdp } from "./format";
export * from "./media-address";
export * from "./originator";
export * from "./parse";
export * from "./security";
export * from "./types";
