import { CanaryConsole } from "../../../provider/canary/console";
import { Client } from "../../../provider/http/client";
import { DEFAULT_LIMITS } from "../../../provider/http/limits";

const send = jest.spyOn(Client.prototype, "send");
const url = "https://soc.example/hook";

/** The generic webhooks of a flock whose list shows this. */
function listShowing(generic_webhooks: unknown[]) {
  send.mockReset().mockResolvedValue({ result: "success", generic_webhooks });
  const console = new CanaryConsole({
    consoleUrl: "https://abc.canary.tools",
    authToken: "token",
    limits: DEFAULT_LIMITS,
  });
  return console.flock("flock:default").generic;
}

test("what is shown in another form than documented is not looked at, but removed by its URL", async () => {
  const list = listShowing([{ url: "https://soc.example/hook/", header_names: "Authorization" }]);
  await expect(list.find(url)).rejects.toThrow(
    'The generic webhook to soc.example of flock:default is shown by the console in another form than documented (at "header_names")',
  );
  await list.remove({ url });
  expect(send).toHaveBeenLastCalledWith(
    expect.objectContaining({ form: { flock_id: "flock:default", url: "https://soc.example/hook/" } }),
  );
});

test("a console may lose the case of a path, which no spelling of a URL does", async () => {
  const sent = "https://soc.example/Canary/AbC?q=Z";
  const find = (shown: string) => listShowing([{ url: shown }]).find(sent);
  await expect(find("https://soc.example/canary/abc/?q=Z#top")).resolves.toMatchObject({ headerNames: [] });
  await expect(find("https://soc.example/canary/abd?q=Z")).resolves.toBeUndefined();
});

test("what looks like several webhooks is none of them", async () => {
  const list = listShowing([{ url: "https://soc.example/HOOK" }, { url: "https://soc.example/hooK" }]);
  await expect(list.find(url)).rejects.toThrow(
    "flock:default has 2 generic webhooks that this resource may be, to soc.example, soc.example.",
  );
});

/** How many URLs are parsed to find, add, find again and remove so many webhooks, half of which are there already. */
async function parsedFor(webhooks: number): Promise<number> {
  const urls = Array.from({ length: webhooks }, (_, index) => `https://soc.example/hook/${String(index)}`);
  const list = listShowing(urls.filter((_, index) => index % 2 === 0).map((each) => ({ url: `${each}/` })));
  let parsed = 0;
  const NativeURL = URL;
  globalThis.URL = class extends NativeURL {
    constructor(text: string) {
      super(text);
      parsed += 1;
    }
  };
  try {
    for (const each of urls) if ((await list.find(each)) === undefined) await list.add({ url: each, headerNames: [] });
    // The list is read anew.
    list.forgetReads();
    for (const each of urls) await list.find(each);
    for (const each of urls) await list.remove({ url: each });
  } finally {
    globalThis.URL = NativeURL;
  }
  return parsed;
}

test("the work is linear in the number of webhooks", async () => {
  const few = await parsedFor(100);
  expect(few).toBeGreaterThan(0);
  expect(await parsedFor(400)).toBeLessThanOrEqual(4 * few);
});
