import { z } from "zod";

import type { ApiDialect } from "../http/client";

const errorAnswer = z.object({ message: z.string().optional(), error: z.string().optional() });

/** How both of Coralogix' APIs answer. */
export const coralogixDialect: ApiDialect = {
  problem(body, status) {
    if (status < 400) return undefined;
    // Older deployments answer with the message alone. A page in HTML is a gateway's.
    if (typeof body === "string") return body === "" || body.startsWith("<") ? undefined : body;
    const answer = errorAnswer.safeParse(body);
    return answer.success ? (answer.data.message ?? answer.data.error) : undefined;
  },
  isUnauthorized(status) {
    return status === 401 || status === 403;
  },
  unauthorized:
    "Coralogix does not accept the API key of alert-webhooks:coralogixApiKey (or CORALOGIX_API_KEY, or the Provider): it must " +
    'be a personal or team API key with the preset "OutboundWebhooks", or an "Alerts, Rules and Tags" key from before 2024, of ' +
    "the account in the configured region. A key may serve CoralogixIntegration or CoralogixOutboundWebhook alone: then give " +
    "each class a Provider of its own.",
  isMissingRoute(status, problem) {
    return status === 404 && /^Not Found(: Not Found)?$/.test(problem ?? "");
  },
};
