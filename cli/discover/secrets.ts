import { createHash } from "node:crypto";

import { hostOf } from "../../provider/url";

/** What is secret, by labels, which are plain text. A URL that several webhooks have is there once. */
export class Secrets {
  readonly values: Readonly<Record<string, unknown>>;
  private readonly urlsOf = new Map<string, Set<string>>();

  /** @param all what is secret in each webhook, by property, with the webhook's name */
  constructor(all: readonly { readonly name: string; readonly secrets: Readonly<Record<string, unknown>> }[]) {
    for (const { secrets } of all) {
      for (const url of Object.values(secrets).filter(isUrl)) {
        const host = hostOf(url) ?? "";
        this.urlsOf.set(host, (this.urlsOf.get(host) ?? new Set()).add(url));
      }
    }
    this.values = Object.fromEntries(
      all.flatMap(({ name, secrets }) =>
        Object.entries(secrets).map(([property, value]) => [this.labelOf(name, property, value), value]),
      ),
    );
  }

  /** The label of a secret: the host of a URL, with a digest where several URLs have that host; else name and property. */
  labelOf(name: string, property: string, value: unknown): string {
    if (!isUrl(value)) return `${name} ${property}`;
    const host = hostOf(value) ?? "";
    if (this.urlsOf.get(host)?.size === 1) return host;
    return `${host} ${createHash("sha256").update(value).digest("hex").slice(0, 8)}`;
  }
}

function isUrl(value: unknown): value is string {
  return typeof value === "string" && (hostOf(value) ?? "") !== "";
}
