import { readdirSync, readFileSync } from "node:fs";

const SAMPLING_MS = 50;
const TICKS_PER_SECOND = 100;

/** The processes that a command consists of, each told by its command line. */
const roles = {
  engine: /\/pulumi\0(preview|up|refresh|destroy)\0/,
  program: /\/cmd\/run\/index\.js\0/,
  provider: /\/cmd\/dynamic-provider\/index\.js\0|\/pulumi-resource-alert-webhooks\0/,
};

/** What the processes of a command have used. */
export interface Usage {
  cpuSeconds: number;
  providerMegabytes: number;
}

/**
 * Watches the processes of a stack by /proc, so on Linux only, until the function that it gives is called. CPU time and
 * peak memory never sink: only what comes after the last look is missed.
 */
export function watchProcesses(pulumiHome: string): () => Usage {
  const pids = new Map<string, string>();
  const cpuSeconds = new Map<string, number>();
  let providerMegabytes = NaN;

  const find = (role: string, commandLine: RegExp) => {
    const pid = readdirSync("/proc").find(
      (entry) =>
        commandLine.test(textOf(entry, "cmdline")) && textOf(entry, "environ").includes(`PULUMI_HOME=${pulumiHome}\0`),
    );
    if (pid !== undefined) pids.set(role, pid);
  };
  const look = () => {
    for (const [role, commandLine] of Object.entries(roles)) if (!pids.has(role)) find(role, commandLine);
    for (const [role, pid] of pids) {
      // After the name, which is in brackets and may hold anything, user and system time are the fields 12 and 13.
      const fields = textOf(pid, "stat").split(") ").at(-1)?.split(" ") ?? [];
      const kibibytes = /VmHWM:\s+(\d+) kB/.exec(textOf(pid, "status"))?.[1];
      // A process that is ending has no memory any more.
      if (kibibytes === undefined) continue;
      cpuSeconds.set(role, (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND);
      if (role === "provider") providerMegabytes = (Number(kibibytes) * 1024) / 1e6;
    }
  };

  const timer = process.platform === "linux" ? setInterval(look, SAMPLING_MS) : undefined;
  return () => {
    clearInterval(timer);
    const all = [...cpuSeconds.values()];
    return { cpuSeconds: all.length === 0 ? NaN : all.reduce((sum, part) => sum + part), providerMegabytes };
  };
}

/** A file of a process, empty where the process is gone. */
function textOf(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}
