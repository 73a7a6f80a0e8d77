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
