export * from "./memory-log";
export * from "./network";
export * from "./simulated-clock";
export * from "./simulated-database";
export * from "./simulated-files";
export * from "./simulated-process";
export * from "./simulation";
export { SeededRandom } from "../random";
