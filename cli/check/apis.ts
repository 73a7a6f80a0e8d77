import type { CanaryConsole } from "../../provider/canary/console";
import type { Configuration } from "../../provider/configuration";
import { ConfigurationError } from "../../provider/http/errors";
import { messageOf } from "../errors";
import type { Terminal } from "../terminal";
import type { Finding } from "./finding";

/** Whether each API can be reached and accepts its credential. Sends nothing but reads. */
export function checkApis(configuration: Configuration, terminal: Terminal): Promise<Finding>[] {
  return [
    connected("Canary console", terminal, configuration.mentionsCanary, () => configuration.console, ofConsole),
    connected(
      "Coralogix, today's API",
      terminal,
      configuration.mentionsCoralogix,
      () => configuration.outboundWebhooks,
      async (api) => ok(`${api.host}: ${counted(await api.filter(() => true), "outbound webhook")}`),
    ),
    connected(
      "Coralogix, older API",
      terminal,
      configuration.mentionsCoralogix,
      () => configuration.account,
      async (api) => {
        const company = await api.companyId();
        const integrations = counted(await api.filter(() => true), "integration");
        return ok(`${api.host}: ${integrations}${company === undefined ? "" : ` of company ${company}`}`);
      },
    ),
  ];
}

type Result = Pick<Finding, "status" | "detail">;

async function connected<Api extends { readonly secrets: readonly string[]; readonly host: string }>(
  what: string,
  terminal: Terminal,
  isMentioned: boolean,
  connect: () => Api,
  check: (api: Api) => Promise<Result>,
): Promise<Finding> {
  try {
    const api = connect();
    terminal.hide(() => api.secrets);
    return { what, ...(await check(api)) };
  } catch (error) {
    // A setting that is wrong is a finding of its own, and a vendor of whom nothing is said is not used.
    const isSkipped = error instanceof ConfigurationError && (error.missing === undefined || !isMentioned);
    return { what, status: isSkipped ? "skipped" : "failed", detail: terminal.safe(messageOf(error)) };
  }
}

async function ofConsole(console: CanaryConsole): Promise<Result> {
  await console.ping();
  const [flocks, role] = [await console.flocks(), await console.tokenRole()];
  const found = `${console.host}: ${counted(flocks, "flock")}`;
  if (role === undefined) return ok(`${found}; the console does not show what the token may do`);
  if (/read.?only/i.test(role)) {
    return { status: "warning", detail: `${found}; the token is read-only: it can't add or change webhooks` };
  }
  return ok(`${found}; the token's role is ${role}`);
}

function ok(detail: string): Result {
  return { status: "ok", detail };
}

function counted(things: readonly unknown[], noun: string): string {
  return `${things.length} ${noun}${things.length === 1 ? "" : "s"}`;
}
