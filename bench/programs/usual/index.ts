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

class CanaryClient {
  private readonly http: AxiosInstance;

  constructor() {
    this.http = axios.create({
      baseURL: `${process.env.CANARY_CONSOLE_URL}/api/v1/flock/settings/webhooks`,
      headers: { "X-Canary-Auth-Token": process.env.CANARY_AUTH_TOKEN },
      timeout: 30_000,
    });
  }

  async has({ flockId, url }: WebhookInputs): Promise<boolean> {
    const { data } = await this.http.get<{ generic_webhooks: { url: string }[] }>("/generic/list", {
      params: { flock_id: flockId },
    });
    return data.generic_webhooks.some((webhook) => webhook.url === url);
  }

  async add({ flockId, url, headers }: WebhookInputs): Promise<void> {
    const form = new URLSearchParams({ flock_id: flockId, url, headers: JSON.stringify(headers) });
    await this.http.post("/generic/add", form);
  }

  async remove({ flockId, url }: WebhookInputs): Promise<void> {
    await this.http.post("/generic/remove", new URLSearchParams({ flock_id: flockId, url }));
  }
}

class WebhookProvider implements pulumi.dynamic.ResourceProvider {
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
    const client = new CanaryClient();
    await client.add(inputs);
    if (!(await client.has(inputs))) throw new Error("The webhook was not added.");
    return { id: randomUUID(), outs: inputs };
  }

  async read(id: string, props: WebhookInputs): Promise<pulumi.dynamic.ReadResult<WebhookInputs>> {
    return (await new CanaryClient().has(props)) ? { id, props } : {};
  }

  async update(
    _id: string,
    olds: WebhookInputs,
    news: WebhookInputs,
  ): Promise<pulumi.dynamic.UpdateResult<WebhookInputs>> {
    const client = new CanaryClient();
    await client.remove(olds);
    await client.add(news);
    return { outs: news };
  }

  async delete(_id: string, props: WebhookInputs): Promise<void> {
    await new CanaryClient().remove(props);
  }
}

class Webhook extends pulumi.dynamic.Resource {
  constructor(name: string, args: pulumi.Inputs) {
    super(new WebhookProvider(), name, args);
  }
}

for (const { name, flockId, url, headers } of webhooks()) {
  new Webhook(name, { flockId, url: pulumi.secret(url), headers: pulumi.secret(headers) });
}
