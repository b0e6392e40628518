export { runCli } from "./run-cli";
export { EXIT_CODES, MEDIA_TOKEN_VARIABLE, type CliWorld, type DatabaseView } from "./world";
