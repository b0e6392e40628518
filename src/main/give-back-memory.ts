import v8 from "node:v8";
import vm from "node:vm";

let collect: (() => void) | undefined;

/**
 * Collects garbage and lets the engine return pages to the system.
 *
 * Left to itself the engine collects when it allocates, so that an idle process keeps what its last busy hour left behind.
 */
export function giveBackMemory(): void {
  if (collect === undefined) {
    v8.setFlagsFromString("--expose-gc");
    collect = vm.runInNewContext("gc") as () => void;
  }
  collect();
}
