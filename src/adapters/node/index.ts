export { DiskFiles } from "./disk-files";
export * from "./json-log";
export { NodeNetwork } from "./node-network";
export { SystemClock } from "./system-clock";
export { SeededRandom, SystemRandom } from "../random";
export { makeFolder } from "./make-folder";
