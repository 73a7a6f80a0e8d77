import { z } from "zod";

import type { ApiClient } from "../engine/machine";
import { SharedRead } from "../engine/shared-read";
import { Client, type Vendor } from "../http/client";
import type { Limits } from "../http/limits";
import { apiOrigin, headerCredential } from "../http/origin";
import { FlockSettings } from "./flock-settings";
import { SplunkSlot } from "./splunk-slot";
import { type FlockWebhook, WebhookList } from "./webhook-list";

/** Every call of the page "Webhooks" stands under this path. */
const WEBHOOKS = "/api/v1/flock/settings/webhooks";

const anyAnswer = z.object({ result: z.string(), message: z.string().optional() });

const canary: Vendor = {
  problem(body, status) {
    const answer = anyAnswer.safeParse(body);
    if (answer.success && answer.data.result === "success") return undefined;
    if (answer.success) return answer.data.message ?? `result: ${answer.data.result}`;
    return status < 300 ? 'the answer lacks "result"' : undefined;
  },
  isUnauthorized(status, problem) {
    return status === 401 || status === 403 || problem === "Invalid auth_token";
  },
  unauthorizedAdvice:
    "The Canary console does not accept the auth token of canary:authToken (or CANARY_AUTH_TOKEN, or the Provider), or it is a read-only one. " +
    "pulumi refresh and pulumi destroy use the token that the last pulumi up saved: after a rotation run them with --run-program, " +
    "or keep the token in the environment alone, which is always current.",
};

/** A generic webhook as `generic/list` shows it. */
export interface GenericWebhook extends FlockWebhook {
  readonly headerNames: readonly string[];
}

/** A Slack webhook as `slack` lists it. */
export interface SlackWebhook extends FlockWebhook {
  readonly team: string;
  readonly channel: string;
  readonly configurationUrl: string | undefined;
}

const genericAnswer = z
  .object({
    generic_webhooks: z.array(z.object({ url: z.string(), header_names: z.array(z.string()).nullish() })),
  })
  .transform(({ generic_webhooks }) =>
    generic_webhooks.map(({ url, header_names }): GenericWebhook => ({ url, headerNames: header_names ?? [] })),
  );
const msTeamsAnswer = z
  .object({ ms_teams_webhooks: z.array(z.string()) })
  .transform(({ ms_teams_webhooks }) => ms_teams_webhooks.map((url): FlockWebhook => ({ url })));
const slackAnswer = z
  .object({
    slack_webhooks: z.array(
      z.object({ team: z.string(), channel: z.string(), url: z.string(), configuration_url: z.string().nullish() }),
    ),
  })
  .transform(({ slack_webhooks }) =>
    slack_webhooks.map(({ configuration_url, ...webhook }): SlackWebhook => ({
      ...webhook,
      configurationUrl: configuration_url ?? undefined,
    })),
  );

/** A Canary console: its calls for webhooks, with what several resources read kept for all of them. */
export class Console implements ApiClient {
  readonly secrets: readonly string[];
  private readonly client: Client;
  private readonly kept = new Map<string, unknown>();

  constructor({ consoleUrl, authToken, limits }: { consoleUrl: string; authToken: string; limits: Limits }) {
    this.secrets = [authToken];
    this.client = new Client({
      baseUrl: apiOrigin("canary:consoleUrl", consoleUrl),
      headers: { "X-Canary-Auth-Token": headerCredential("canary:authToken", authToken) },
      vendor: canary,
      limits,
    });
  }

  generic(flockId: string): WebhookList<GenericWebhook> {
    return this.list(flockId, "generic", "generic/list", genericAnswer);
  }

  msTeams(flockId: string): WebhookList<FlockWebhook> {
    return this.list(flockId, "ms_teams", "ms_teams", msTeamsAnswer);
  }

  slack(flockId: string): WebhookList<SlackWebhook> {
    return this.list(flockId, "slack", "slack", slackAnswer);
  }

  splunk(flockId: string): SplunkSlot {
    return this.once(`splunk ${flockId}`, () => new SplunkSlot(this, flockId));
  }

  settings(flockId: string): FlockSettings {
    return this.once(`settings ${flockId}`, () => new FlockSettings(this, flockId));
  }

  /** Reads what a flock has. */
  async get<T>(call: string, flockId: string, form: z.ZodType<T>): Promise<T> {
    return this.client.read({ method: "GET", path: `${WEBHOOKS}/${call}`, query: { flock_id: flockId } }, form);
  }

  /** A change that must not be made twice; `tookEffect` decides where its outcome is in doubt. */
  async change(call: string, parameters: Record<string, string>, tookEffect: () => Promise<boolean>): Promise<void> {
    await this.client.change({ method: "POST", path: `${WEBHOOKS}/${call}`, form: parameters }, tookEffect);
  }

  /** A test call, which fires a real alert: it is sent once. */
  async test(call: string, parameters: Record<string, string>): Promise<void> {
    await this.client.send({ method: "POST", path: `${WEBHOOKS}/${call}/test`, form: parameters });
  }

  /** Trusts nothing that was read before: a new run of the engine starts. */
  forgetReads(): void {
    this.kept.clear();
  }

  private list<Entry extends FlockWebhook>(
    flockId: string,
    kind: string,
    listCall: string,
    form: z.ZodType<Entry[]>,
  ): WebhookList<Entry> {
    return this.once(`${kind} ${flockId}`, () => {
      const read = new SharedRead(() => this.get(listCall, flockId, form));
      return new WebhookList(this, flockId, kind, read);
    });
  }

  private once<T>(key: string, make: () => T): T {
    const kept = this.kept.get(key) as T | undefined;
    if (kept !== undefined) return kept;
    const made = make();
    this.kept.set(key, made);
    return made;
  }
}
