import { confirmByRead } from "../http/errors";
import { SharedRead } from "../http/shared-read";
import type { CanaryApi } from "./api";
import { type SplunkWebhook, splunkAnswer } from "./wire";

/** The place for the one Splunk webhook of a flock. */
export class SplunkSlot {
  /** Whether the answer, as it was last read, says that the flock's webhooks send no alerts. */
  isDisabled = false;
  /** The tokens that were read so far. */
  readonly secrets = new Set<string>();
  private readonly api: CanaryApi;
  private readonly flockId: string;
  private readonly content: SharedRead<SplunkWebhook | undefined>;

  constructor(api: CanaryApi, flockId: string) {
    this.api = api;
    this.flockId = flockId;
    this.content = new SharedRead(async () => {
      const { entries, webhooksEnabled } = await api.get("splunk", flockId, splunkAnswer);
      this.isDisabled = webhooksEnabled === false;
      for (const { token } of entries) this.secrets.add(token);
      return entries[0];
    });
  }

  /** What is there, as of the last shared read, or of one since a point in time. */
  async get(since?: number): Promise<SplunkWebhook | undefined> {
    return this.content.get(since);
  }

  /** Trusts nothing that was read before: a new run of the engine starts. */
  forgetReads(): void {
    this.content.forget();
  }

  /**
   * Asks for a webhook. The page does not say what this does to one that is there.
   * @param afterRemoval whether it takes the place of something that was removed just now
   * @returns whether a read shows that the flock has it now, be it only after a while
   */
  async add({ host, port, token }: SplunkWebhook, afterRemoval = false): Promise<boolean> {
    const parameters = { host, port: String(port), token };
    const isAdded = async () => isSame(await this.content.fresh(), { host, port, token });
    await this.content.changing(() =>
      this.api.change("splunk/add", this.flockId, parameters, isAdded, { repeatable: true, afterRemoval }),
    );
    return confirmByRead(() => this.api.eventually(isAdded));
  }

  /** Removes what is there, or finds that nothing is. */
  async remove(): Promise<void> {
    const isRemoved = async () => (await this.content.fresh()) === undefined;
    await this.content.changing(() => this.api.remove("splunk/remove", this.flockId, {}, isRemoved));
  }

  async test(): Promise<void> {
    await this.api.test("splunk", this.flockId, {});
  }
}

/** Whether two Splunk webhooks are the same. Nothing is the same as nothing. */
export function isSame(a: SplunkWebhook | undefined, b: SplunkWebhook | undefined): boolean {
  return a?.host === b?.host && a?.port === b?.port && a?.token === b?.token;
}
