import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** A socket of another process. */
export interface BoundSocket {
  readonly transport: "udp" | "tcp";
  readonly address: string;
  readonly port: number;
}

/**
 * The bound UDP sockets and listening TCP sockets of a process, in the order of their file descriptors, so that the one that
 * SIPp opened first, its SIP socket, comes first. Linux only: undefined where there is no `/proc`, or no such process any more.
 */
export function boundSockets(pid: number): readonly BoundSocket[] | undefined {
  const inodes = socketInodes(pid);
  if (inodes === undefined) return undefined;
  const byInode = new Map<string, BoundSocket>();
  for (const transport of ["udp", "tcp"] as const) {
    for (const table of [transport, `${transport}6`]) collect(`/proc/${pid}/net/${table}`, transport, byInode);
  }
  return inodes.map((inode) => byInode.get(inode)).filter((socket) => socket !== undefined);
}

function socketInodes(pid: number): string[] | undefined {
  try {
    const descriptors = readdirSync(`/proc/${pid}/fd`).sort((a, b) => Number(a) - Number(b));
    return descriptors.map((fd) => /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${fd}`))?.[1] ?? "");
  } catch {
    return undefined;
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}

const LISTEN = "0A";

/** A row: `sl local_address rem_address st tx:rx tr:tm retrnsmt uid timeout inode ...` (proc_pid_net(5)). */
function collect(path: string, transport: "udp" | "tcp", byInode: Map<string, BoundSocket>): void {
  for (const row of tableRows(path)) {
    const [, local, , state, , , , , , inode] = row.trim().split(/\s+/);
    if (local === undefined || inode === undefined || (transport === "tcp" && state !== LISTEN)) continue;
    const [hexAddress, hexPort] = local.split(":");
    if (hexAddress === undefined || hexPort === undefined) continue;
    byInode.set(inode, { transport, address: readAddress(hexAddress), port: Number.parseInt(hexPort, 16) });
  }
}

function tableRows(path: string): string[] {
  try {
    return readFileSync(path, "latin1").split("\n").slice(1);
  } catch {
    return [];
  }
}

/** The kernel prints each 32-bit word in the machine's own order, which is little-endian on all that SIPp is built for. */
function readAddress(hex: string): string {
  const words = hex.match(/.{8}/g) ?? [];
  const bytes = words.flatMap((word) => (word.match(/../g) ?? []).reverse());
  if (bytes.length === 4) return bytes.map((byte) => Number.parseInt(byte, 16)).join(".");
  const groups = Array.from({ length: 8 }, (_, index) => `${bytes[2 * index] ?? ""}${bytes[2 * index + 1] ?? ""}`);
  return new URL(`http://[${groups.join(":")}]`).hostname.slice(1, -1);
}
