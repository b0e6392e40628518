export { runCli } from "./run-cli";
export { EXIT_CODES, type CliWorld } from "./world";
