import type { ResourceContract } from "../contract";
import { hostOf } from "../url";
import type { IntegrationType } from "./integration-types";

/** An integration in this package's words, whichever type it has. */
export interface Integration {
  readonly type: IntegrationType;
  readonly alias: string;
  readonly url?: string;
  readonly uuid?: string;
  readonly method?: "get" | "post" | "put";
  readonly headers?: Record<string, string>;
  readonly payload?: Record<string, unknown>;
  readonly serviceKey?: string;
  readonly apiToken?: string;
  readonly email?: string;
  readonly projectKey?: string;
  readonly emails?: string[];
}

/** What state has of an integration. */
export interface IntegrationState extends Integration {
  readonly host?: string | undefined;
  readonly companyId?: number;
  readonly adoptExisting?: boolean;
}

/** @internal */
export const integrationContract: ResourceContract<IntegrationState> = {
  name: "CoralogixIntegration",
  properties: {
    type: { replaceOnChanges: true },
    alias: {},
    url: { secret: true },
    host: { derived: { from: ["url"], compute: hostOf } },
    uuid: { generated: true },
    method: { default: "post" },
    headers: { secret: true, default: {} },
    payload: { secret: true },
    serviceKey: { secret: true },
    apiToken: { secret: true },
    email: {},
    projectKey: {},
    emails: { unordered: true },
    companyId: { computed: true },
    adoptExisting: { createOnly: true },
  },
};
