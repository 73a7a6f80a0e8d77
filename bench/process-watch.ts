import { readdirSync, readFileSync } from "node:fs";

const SAMPLING_MS = 50;
const TICKS_PER_SECOND = 100;

/** The processes that a command consists of, each told by its command line. */
const ROLES = {
  engine: /\/pulumi\0(preview|up|refresh|destroy)\0/,
  program: /\/cmd\/run\/index\.js\0/,
  provider: /\/cmd\/dynamic-provider\/index\.js\0/,
} as const;

export type Role = keyof typeof ROLES;

/** What a process has used. */
export interface Usage {
  cpuMs: number;
  peakBytes: number;
}

/**
 * Watches the processes of a command by /proc, so on Linux only; elsewhere it finds none. CPU time and peak memory never
 * sink: only what comes after the last look is missed.
 */
export class ProcessWatch {
  private readonly pulumiHome: string;
  private readonly timer: NodeJS.Timeout;
  private readonly pids: Partial<Record<Role, string>> = {};
  private readonly usage: Partial<Record<Role, Usage>> = {};

  /** @param pulumiHome tells this stack's processes from those of others. */
  constructor(pulumiHome: string) {
    this.pulumiHome = pulumiHome;
    this.timer = setInterval(() => {
      this.sample();
    }, SAMPLING_MS);
  }

  /** Ends the watch. */
  stop(): Partial<Record<Role, Usage>> {
    clearInterval(this.timer);
    return this.usage;
  }

  private sample(): void {
    if (process.platform !== "linux") return;
    const missing = Object.keys(ROLES).filter((role) => this.pids[role as Role] === undefined) as Role[];
    if (missing.length > 0) this.find(missing);
    for (const [role, pid] of Object.entries(this.pids)) {
      const usage = usageOf(pid);
      if (usage !== undefined) this.usage[role as Role] = usage;
    }
  }

  private find(roles: readonly Role[]): void {
    for (const pid of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
      const commandLine = textOf(pid, "cmdline");
      const role = roles.find((candidate) => ROLES[candidate].test(commandLine));
      if (role !== undefined && textOf(pid, "environ").includes(`PULUMI_HOME=${this.pulumiHome}\0`))
        this.pids[role] = pid;
    }
  }
}

function usageOf(pid: string): Usage | undefined {
  const stat = textOf(pid, "stat");
  const kibibytes = /VmHWM:\s+(\d+) kB/.exec(textOf(pid, "status"))?.[1];
  // A process that is ending has no memory any more.
  if (stat === "" || kibibytes === undefined) return undefined;
  // The name of the program, in parentheses, may hold blanks; user and system time are the fields 14 and 15.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = Number(fields[11]) + Number(fields[12]);
  return { cpuMs: (ticks * 1000) / TICKS_PER_SECOND, peakBytes: Number(kibibytes) * 1024 };
}

/** A file of a process, empty where the process is gone. */
function textOf(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}
