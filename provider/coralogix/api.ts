import type { z } from "zod";

import { Client } from "../http/client";
import { type Limits, listSpacingMs } from "../http/limits";
import { apiOrigin, headerCredential } from "../http/origin";
import { SharedRead } from "../http/shared-read";
import type { ApiClient } from "../lifecycle/definition";
import { keyOf } from "../settings";
import { coralogixDialect } from "./dialect";

/** How an account is reached, by either API. */
export interface CoralogixOptions {
  /** Scheme, host and port of the API. */
  readonly baseUrl: string;
  /** What gives it, as messages name it; by default its setting. */
  readonly baseUrlSource?: string;
  readonly apiKey: string;
  readonly limits: Limits;
  /** Tells the user what a call waits for. */
  readonly notify?: ((message: string) => void) | undefined;
}

/** What is listed, and where. */
export interface Listing<Listed> {
  readonly path: string;
  readonly form: z.ZodType<Listed[]>;
}

/** A Coralogix account by one of its APIs, with one list for all that read it. */
export abstract class CoralogixApi<Listed extends { readonly id: string | number }, Shown> implements ApiClient {
  readonly host: string;
  protected readonly client: Client;
  protected readonly list: SharedRead<Listed[]>;
  /** What was read last of each. */
  protected readonly shown = new Map<Listed["id"], Shown>();
  /** What was read last of all. */
  protected listed: readonly Listed[] = [];
  private readonly apiKey: string;

  /** @throws ConfigurationError where the address or the key can't be right. */
  constructor({ baseUrl, baseUrlSource, apiKey, limits, notify }: CoralogixOptions, { path, form }: Listing<Listed>) {
    this.apiKey = apiKey;
    const origin = apiOrigin(keyOf("coralogixBaseUrl"), baseUrl);
    this.host = new URL(origin).host;
    this.client = new Client({
      baseUrl: origin,
      addressSource: baseUrlSource ?? keyOf("coralogixBaseUrl"),
      headers: { Authorization: `Bearer ${headerCredential(keyOf("coralogixApiKey"), apiKey)}` },
      dialect: coralogixDialect,
      limits,
      notify,
    });
    this.list = new SharedRead(
      async () => (this.listed = await this.client.read({ method: "GET", path }, form)),
      listSpacingMs(limits),
    );
  }

  get secrets(): readonly string[] {
    return [this.apiKey, ...[...this.listed, ...this.shown.values()].flatMap((each) => this.secretsOf(each))];
  }

  /** Those that match, as of the last shared read, or of one since a point in time. */
  async filter(matches: (listed: Listed) => boolean, since?: number): Promise<Listed[]> {
    return (await this.list.get(since)).filter(matches);
  }

  /** Trusts nothing that was read before: a new run of the engine starts. */
  forgetReads(): void {
    this.list.forget();
    this.client.probeNext();
  }

  /** The secrets of something as the API shows it. */
  protected abstract secretsOf(shown: Listed | Shown): string[];

  /** Deletes something by its own path, or finds that it is gone. No page says what a deletion answers. */
  protected async remove(id: Listed["id"], path: string): Promise<void> {
    const isGone = async () => !(await this.list.fresh()).some((other) => other.id === id);
    await this.list.changing(
      () => this.client.remove({ method: "DELETE", path }, isGone, true),
      (listed) => listed.filter((other) => other.id !== id),
    );
  }
}
