import { readSoftswitchConf } from "../../config";
import type { Files } from "../../ports";
import {
  FORWARD_REWRITE_STEPS,
  FORWARD_SIGNAL_REWRITE_SEQUENCE,
  forwardRewriteOf,
  type ForwardRewrite,
  type ForwardRewriteLines,
} from "../../routing";
import type { ServicePorts } from "./types";

/** Name of the file in the switch's data folder. The original's lies in /home/vos3000 "or a similar path" (CLI-006). */
export const SOFTSWITCH_CONF = "softswitch.conf";

/** What the running service was started with, for whoever asks from outside. */
const RUNNING = "running-softswitch.conf";

/** FORWARD_SIGNAL_REWRITE_SEQUENCE as a file of the data folder has it now; undefined without a line, or without the file. */
function assignedIn(files: Files, path: string): string | undefined {
  if (!files.exists(path)) return undefined;
  return readSoftswitchConf(files.read(path).toString("utf8")).get(FORWARD_SIGNAL_REWRITE_SEQUENCE);
}

/** The two lines as a data folder has them, whether or not its service runs. */
export function forwardRewriteLines(files: Files, folder: string): ForwardRewriteLines {
  return { saved: assignedIn(files, `${folder}/${SOFTSWITCH_CONF}`), running: assignedIn(files, `${folder}/${RUNNING}`) };
}

/**
 * `softswitch.conf` of one service: read once, when the service starts (CLI-077).
 *
 * An item of FORWARD_SIGNAL_REWRITE_SEQUENCE that is no step is passed over with a warning in the log (CLI-074).
 */
export class SoftswitchConfFile {
  readonly forwardRewrite: ForwardRewrite;
  private readonly files: Files;
  private readonly running: string | undefined;

  constructor(
    { files, log }: Pick<ServicePorts, "files" | "log">,
    private readonly folder: string,
  ) {
    this.files = files;
    this.running = assignedIn(files, `${folder}/${SOFTSWITCH_CONF}`);
    this.forwardRewrite = forwardRewriteOf(this.running);
    for (const item of this.forwardRewrite.unknown) {
      const expected = FORWARD_REWRITE_STEPS.join(", ");
      log.write("warn", "softswitchConf.unknownItem", { key: FORWARD_SIGNAL_REWRITE_SEQUENCE, item, expected });
    }
    const line = this.running === undefined ? "" : `${FORWARD_SIGNAL_REWRITE_SEQUENCE}=${this.running}\n`;
    files.replace(`${folder}/${RUNNING}`, Buffer.from(line));
  }

  /** The line as the file has it now and as the service was started with it. */
  lines(): ForwardRewriteLines {
    return { saved: assignedIn(this.files, `${this.folder}/${SOFTSWITCH_CONF}`), running: this.running };
  }

  /** The file says something else than what the service was started with. */
  isPending(): boolean {
    return this.lines().saved !== this.running;
  }
}
