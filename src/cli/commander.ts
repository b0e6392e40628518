/** Commander is an ES module: its types are named here once, its code is loaded when a command line is run. */
export type { Command } from "commander" with { "resolution-mode": "import" };
