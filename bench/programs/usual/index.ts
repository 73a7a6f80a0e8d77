/**
 * A dynamic provider of the usual kind, as Pulumi's own examples and most projects have it: `pulumi.dynamic.Resource`
 * with a new provider object for each resource, an API client on axios, each operation on its own. A create reads back
 * what it has made.
 */
import { randomUUID } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import axios, { type AxiosInstance } from "axios";
import { webhooks } from "../webhooks";

interface WebhookInputs {
  flockId: string;
  url: string;
  headers: Record<string, string>;
}

interface WebhookArgs {
  flockId: pulumi.Input<string>;
  url: pulumi.Input<string>;
  headers: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

interface ListedWebhook {
  url: string;
  header_names: string[];
}

class CanaryClient {
  private readonly http: AxiosInstance;

  constructor(consoleUrl: string, authToken: string) {
    this.http = axios.create({
      baseURL: `${consoleUrl}/api/v1/flock/settings/webhooks`,
      headers: { "X-Canary-Auth-Token": authToken },
      timeout: 30_000,
    });
  }

  async find(flockId: string, url: string): Promise<ListedWebhook | undefined> {
    const { data } = await this.http.get<{ generic_webhooks: ListedWebhook[] }>("/generic/list", {
      params: { flock_id: flockId },
    });
    return data.generic_webhooks.find((webhook) => webhook.url === url);
  }

  async add(flockId: string, url: string, headers: Record<string, string>): Promise<void> {
    const form = new URLSearchParams({ flock_id: flockId, url, headers: JSON.stringify(headers) });
    await this.http.post("/generic/add", form);
  }

  async remove(flockId: string, url: string): Promise<void> {
    await this.http.post("/generic/remove", new URLSearchParams({ flock_id: flockId, url }));
  }
}

class WebhookProvider implements pulumi.dynamic.ResourceProvider {
  private client: CanaryClient | undefined;

  configure({ config }: pulumi.dynamic.ConfigureRequest): Promise<void> {
    this.client = new CanaryClient(config.require("canary:consoleUrl"), config.require("canary:authToken"));
    return Promise.resolve();
  }

  check(_olds: WebhookInputs, news: WebhookInputs): Promise<pulumi.dynamic.CheckResult<WebhookInputs>> {
    const failures: pulumi.dynamic.CheckFailure[] = [];
    if (!news.flockId.startsWith("flock:")) failures.push({ property: "flockId", reason: "must be a flock's id" });
    if (!/^https?:/.test(news.url)) failures.push({ property: "url", reason: "must be an http or https URL" });
    return Promise.resolve({ inputs: news, failures });
  }

  diff(_id: string, olds: WebhookInputs, news: WebhookInputs): Promise<pulumi.dynamic.DiffResult> {
    const replaces = (["flockId", "url"] as const).filter((name) => olds[name] !== news[name]);
    const changes = replaces.length > 0 || JSON.stringify(olds.headers) !== JSON.stringify(news.headers);
    return Promise.resolve({ changes, replaces });
  }

  async create(inputs: WebhookInputs): Promise<pulumi.dynamic.CreateResult<WebhookInputs>> {
    await this.api.add(inputs.flockId, inputs.url, inputs.headers);
    if ((await this.api.find(inputs.flockId, inputs.url)) === undefined) throw new Error("The webhook was not added.");
    return { id: randomUUID(), outs: inputs };
  }

  async read(id: string, props: WebhookInputs): Promise<pulumi.dynamic.ReadResult<WebhookInputs>> {
    const webhook = await this.api.find(props.flockId, props.url);
    return webhook === undefined ? {} : { id, props };
  }

  async update(
    _id: string,
    olds: WebhookInputs,
    news: WebhookInputs,
  ): Promise<pulumi.dynamic.UpdateResult<WebhookInputs>> {
    await this.api.remove(olds.flockId, olds.url);
    await this.api.add(news.flockId, news.url, news.headers);
    return { outs: news };
  }

  async delete(_id: string, props: WebhookInputs): Promise<void> {
    await this.api.remove(props.flockId, props.url);
  }

  private get api(): CanaryClient {
    if (this.client === undefined) throw new Error("The provider is not configured.");
    return this.client;
  }
}

class Webhook extends pulumi.dynamic.Resource {
  constructor(name: string, args: WebhookArgs) {
    super(new WebhookProvider(), name, { ...args });
  }
}

for (const { name, flockId, url, headers } of webhooks()) {
  new Webhook(name, { flockId, url: pulumi.secret(url), headers: pulumi.secret(headers) });
}
