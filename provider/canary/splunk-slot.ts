import { z } from "zod";

import { SharedRead } from "../engine/shared-read";
import { deciding } from "../http/errors";
import type { Console } from "./console";

/** The Splunk HEC that a flock's alerts go to. */
export interface SplunkWebhook {
  readonly host: string;
  readonly port: number;
  readonly token: string;
}

const splunkAnswer = z
  .object({
    splunk_webhook: z.object({ host: z.string(), port: z.coerce.number(), token: z.string() }).partial().nullish(),
  })
  .transform(({ splunk_webhook }): SplunkWebhook | undefined => {
    const { host, port, token } = splunk_webhook ?? {};
    return host === undefined || port === undefined || token === undefined ? undefined : { host, port, token };
  });

/** The place for the one Splunk webhook of a flock. */
export class SplunkSlot {
  private readonly console: Console;
  private readonly flockId: string;
  private readonly content: SharedRead<SplunkWebhook | undefined>;

  constructor(console: Console, flockId: string) {
    this.console = console;
    this.flockId = flockId;
    this.content = new SharedRead(() => console.get("splunk", flockId, splunkAnswer));
  }

  async get(): Promise<SplunkWebhook | undefined> {
    return this.content.get();
  }

  /**
   * Asks for a webhook. The page does not say what this does to one that is there.
   * @returns whether the flock now has it, by a read.
   */
  async add({ host, port, token }: SplunkWebhook): Promise<boolean> {
    const parameters = { flock_id: this.flockId, host, port: String(port), token };
    const added = async () => sameSplunk(await this.content.fresh(), { host, port, token });
    this.content.forget();
    await this.console.change("splunk/add", parameters, added);
    return deciding(added);
  }

  /** Removes what is there, or finds that nothing is. */
  async remove(): Promise<void> {
    const removed = async () => (await this.content.fresh()) === undefined;
    this.content.forget();
    await this.console.change("splunk/remove", { flock_id: this.flockId }, removed);
    this.content.forget();
  }

  async test(): Promise<void> {
    await this.console.test("splunk", { flock_id: this.flockId });
  }
}

/** Whether two Splunk webhooks are the same; nothing is the same as nothing. */
function sameSplunk(a: SplunkWebhook | undefined, b: SplunkWebhook | undefined): boolean {
  return a?.host === b?.host && a?.port === b?.port && a?.token === b?.token;
}
