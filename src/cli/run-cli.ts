import { SwitchError, UsageError } from "../base";
import { commands } from "./commands";
import { EXIT_CODES, type CliWorld } from "./world";

const USAGE_CODES = ["CONFIG_", "PARAMETER_", "GATEWAY_", "RATING_", "RATES_", "CLI_"];

function exitCodeOf(error: SwitchError): number {
  if (error.code === "CONTROL_UNREACHABLE" || error.code === "CONTROL_TIMEOUT") return EXIT_CODES.unreachable;
  // A service found what the monitor could not see, such as an environment variable that is not set.
  if (error.code === "SERVICE_CANNOT_START" && error.context.exit === EXIT_CODES.usage) return EXIT_CODES.usage;
  const isUsage = error instanceof UsageError || USAGE_CODES.some((prefix) => error.code.startsWith(prefix));
  return isUsage ? EXIT_CODES.usage : EXIT_CODES.failed;
}

/** Runs one command line (without node and script) and sets `world.exitCode`. Never throws. */
export async function runCli(world: CliWorld, words: readonly string[]): Promise<void> {
  const { Command, CommanderError } = await import("commander");
  const program = new Command("carrierlab")
    .description("A proving ground for carrier voice: a reference switch, simulated carriers, and scenarios that drive them.")
    .helpCommand("help [command]", "shows help for a command")
    .showHelpAfterError("(carrierlab --help shows all commands)")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => world.print(text.trimEnd()),
      writeErr: (text) => world.complain(text.trimEnd()),
    });
  const named = Object.hasOwn(commands, words[0] ?? "") ? commands[words[0] ?? ""] : undefined;
  for (const load of named === undefined ? Object.values(commands) : [named]) load()(program, world);
  for (const command of program.commands) {
    command.exitOverride().copyInheritedSettings(program);
  }
  try {
    await program.parseAsync(words, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) {
      world.exitCode = error.exitCode === 0 ? EXIT_CODES.done : EXIT_CODES.usage;
      return;
    }
    const known = error instanceof SwitchError;
    world.exitCode = known ? exitCodeOf(error) : EXIT_CODES.failed;
    if (known) world.complain(`carrierlab: ${error.message} [${error.code}]`);
    else world.complain(`carrierlab: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}
