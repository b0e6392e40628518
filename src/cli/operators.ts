import { SwitchError } from "../base";
import type { SwitchConfig } from "../config";
import { authoriser, type Authorise } from "../services/control";
import type { CliWorld } from "./world";

/** Who may work a switch, with the tokens of the environment. @throws {SwitchError} `CONFIG_NO_TOKEN`. */
export const authoriserOf = ({ environment }: CliWorld, { control }: SwitchConfig): Authorise =>
  authoriser(
    control.operators.map(({ name, role, tokenEnv }) => {
      const token = environment[tokenEnv];
      if (token !== undefined && token !== "") return { name, role, token };
      throw new SwitchError(
        "CONFIG_NO_TOKEN",
        `control.operators: the environment variable ${tokenEnv} with the token of ${name} is not set`,
      );
    }),
  );
