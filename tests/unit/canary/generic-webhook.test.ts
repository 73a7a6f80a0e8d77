import type { GenericWebhookState } from "../../../provider/canary/generic-webhook.contract";
import { genericWebhook } from "../../../provider/canary/generic-webhook.resource";

const webhook = { flockId: "flock:default", url: "https://hooks.example/T0", host: "hooks.example" };
const named = (...headerNames: string[]): GenericWebhookState => ({ ...webhook, headerNames });
const valued = (headers: Record<string, string>): GenericWebhookState => ({
  ...named(...Object.keys(headers)),
  headers,
});
const review = (olds: GenericWebhookState, news: GenericWebhookState) => genericWebhook.review?.(olds, news);

describe("a change of the headers of a generic webhook", () => {
  test.each<[string, GenericWebhookState, GenericWebhookState]>([
    ["of known values", valued({ A: "x" }), valued({ A: "y", B: "z" })],
    ["to none", valued({ A: "x" }), named()],
    ["from none", named(), valued({ A: "x" })],
    ["of the case of a name alone", named("A"), named("a")],
    ["of the order of names alone", named("A", "B"), named("B", "A")],
  ])("%s can be made", (_what, olds, news) => {
    expect(review(olds, news)).toEqual({});
  });

  test("to names whose values nobody knows can't be made", () => {
    expect(review(named("A"), named("A", "B"))).toEqual({
      refusal:
        "The generic webhook to hooks.example of flock:default must be added anew to have the headers A, B, and their " +
        "values are not known. Give them as headers instead of headerNames.",
    });
    expect(review(named(), named("B"))).toHaveProperty("refusal");
  });

  test("that gives the values for the first time removes and adds it", () => {
    expect(review(named("A"), valued({ A: "x" }))).toEqual({
      warning:
        "The generic webhook to hooks.example of flock:default will be removed and added again: the values of its headers " +
        "were not known so far.",
    });
  });

  test("of a state that does not say the names, as from an import file, can be made", () => {
    const imported = webhook as GenericWebhookState;
    expect(review(imported, valued({ A: "x" }))).toEqual({});
    expect(review(imported, named("A"))).toEqual({});
  });
});
