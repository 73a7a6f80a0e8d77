/** A destination that takes no alerts any more, or soon won't. */
interface Retired {
  readonly isMeant: (url: URL) => boolean;
  /** Why, and what to use instead. */
  readonly notice: string;
}

const CONNECTORS = /(^|\.)webhook\.office\.com$/;
const CORALOGIX = /^api\.([\w-]+\.)*coralogix(sg|gov)?\.(com|us|in)$/;

const RETIRED: readonly Retired[] = [
  {
    isMeant: ({ hostname, pathname }) =>
      CONNECTORS.test(hostname) || (hostname === "outlook.office.com" && pathname.startsWith("/webhook/")),
    notice:
      "Microsoft retires the connectors of Teams in 2026. Make a workflow in Teams that posts to the channel, and use its URL " +
      "(*.logic.azure.com or *.environment.api.powerplatform.com), in CoralogixOutboundWebhook with the type ms_teams_workflow.",
  },
  {
    isMeant: ({ hostname, pathname }) => CORALOGIX.test(hostname) && /^\/api\/v1\/logs\/?$/.test(pathname),
    notice:
      "Coralogix switches this address off on 2026-09-30. Use https://ingress.<region>.coralogix.com/logs/v1/singles, which takes " +
      "an array of logs and a Send-Your-Data key.",
  },
];

/** What is wrong with a destination that no longer works, or soon won't; `undefined` for any other. */
export function retirementOf(url: unknown): string | undefined {
  if (typeof url !== "string" || !URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  return RETIRED.find(({ isMeant }) => isMeant(parsed))?.notice;
}
