import fc from "fast-check";

import { LifecycleError } from "../../../provider/lifecycle/errors";
import { Lifecycle } from "../../../provider/lifecycle/lifecycle";
import { hasUnknown } from "../../../provider/lifecycle/unknown";
import { specimenOf, specimens } from "../../specimens";
import { type AnyDefinition, definitionOf } from "../definitions";
import { inherited, json, nested, objectWith, reversed, text } from "../adversarial";

type Inputs = Record<string, unknown>;

const generic = specimenOf("CanaryGenericWebhook");
const { headers: _headers, ...withoutHeaders } = generic.inputs;

/** One of each form: of the Coralogix types that take the same, one is enough. */
const forms = specimens.filter(
  ({ inputs: { type } }) => !["microsoft_teams", "opsgenie", "demisto"].includes(type as string),
);
const definitions: [AnyDefinition, Inputs][] = [
  ...forms.map(({ className, inputs }): [AnyDefinition, Inputs] => [definitionOf(className), inputs]),
  [definitionOf(generic.className), { ...withoutHeaders, headerNames: ["A"] }],
];

// eslint-disable-next-line no-control-regex -- their absence is the point
const ONE_LINE = /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]{1,301}$/;

const before = inherited();
afterEach(() => {
  expect(inherited()).toEqual(before);
});

describe.each(definitions.map(([definition, valid]) => ({ definition, valid, type: (valid.type ?? "") as string })))(
  "$definition.contract.name $type",
  ({ definition, valid }) => {
    const start = (served: typeof definition) =>
      new Lifecycle(served, {
        connect: () => ({ secrets: [], declareMode: () => undefined }),
        adoptExisting: false,
        warn: () => undefined,
      });
    const unreviewed = { ...definition };
    delete unreviewed.review;
    const lifecycle = start(definition);
    const names = Object.keys(definition.contract.properties);

    /** Anything at all, or valid inputs of which some are anything. */
    const inputs = fc.oneof(
      objectWith(names),
      objectWith(names).map((some): Inputs => ({ ...valid, ...some })),
      fc
        .tuple(fc.constantFrom(...Object.keys(valid)), json)
        .map(([name, value]): Inputs => ({ ...valid, [name]: value })),
    );

    /** What a state file has, which may have been edited by hand. */
    const states = fc
      .tuple(objectWith([]), fc.constantFrom(...names), fc.oneof(text, fc.double(), fc.boolean(), fc.constant(null)))
      .map(([more, name, value]): Inputs => ({ ...more, ...valid, [name]: value }));

    const check = (news: Inputs) => lifecycle.check("caller", news);
    // A review is of inputs that check has accepted.
    const diff = (id: string, olds: Inputs, news: Inputs) => start(unreviewed).diff("caller", id, olds, news);

    /** The failures of a check, each in one line. */
    function failuresOf(news: Inputs): string[] {
      const { failures } = check(news);
      const parts = failures.flatMap(({ path, reason }) => (path === "" ? [reason] : [path, reason]));
      expect(parts.filter((part) => !ONE_LINE.test(part))).toEqual([]);
      return failures.map(({ path, reason }) => `${path}: ${reason}`);
    }

    test("check answers whatever it is given", () => {
      fc.assert(
        fc.property(inputs, (news) => {
          failuresOf(news);
        }),
      );
    });

    test("diff answers whatever it is given", () => {
      fc.assert(
        fc.property(fc.string(), states, inputs, (id, olds, news) => {
          const { changed, replaces } = diff(id, olds, news);
          expect(changed).toEqual(expect.arrayContaining([...replaces]));
          expect(names).toEqual(expect.arrayContaining([...changed]));
        }),
      );
    });

    test("a review answers whatever state has, or refuses", () => {
      const accepted = fc.constantFrom(valid, { ...valid, headers: { B: "c" } }, { ...valid, headerNames: ["B"] });
      fc.assert(
        fc.property(states, fc.boolean(), accepted, (olds, isShort, given) => {
          const { inputs: news, failures } = check(given);
          fc.pre(failures.length === 0);
          const { headers, headerNames, ...short } = olds;
          try {
            lifecycle.diff("caller", "id", isShort ? short : olds, news);
          } catch (error) {
            expect(error).toBeInstanceOf(LifecycleError);
          }
        }),
      );
    });

    test("what is checked and not changed is not a change", () => {
      fc.assert(
        fc.property(inputs, (news) => {
          const { inputs: checked, failures } = check(news);
          if (failures.length > 0 || hasUnknown(checked)) return;
          const declared = reversed(checked) as Inputs;
          expect(diff("id", checked, declared)).toEqual({ changed: [], replaces: [], deleteBeforeReplace: false });
        }),
      );
    });

    test("what is nested in thousands of levels is refused, and is a change", () => {
      for (const name of Object.keys(valid)) {
        for (const levels of [1_000, 100_000]) {
          const news = { ...valid, [name]: nested(levels) };
          expect(failuresOf(news)).toEqual([`${name}: is nested too deeply`]);
          expect(diff("id", valid, news).changed).toContain(name);
        }
      }
    });

    // One of a super-linear pattern would take minutes.
    test("text of a hundred thousand characters, and a list of ten thousand numbers, are answered at once", () => {
      const texts = ["a.", "-", "@", "0:", "\0", "\ud800"].map((piece) => piece.repeat(100_000 / piece.length));
      const values = texts.flatMap((text) => [
        text,
        `https://${text} `,
        `flock:${text}\n`,
        `a@${text} `,
        { [text]: text },
      ]);
      for (const name of Object.keys(valid)) {
        for (const value of values) failuresOf({ ...valid, [name]: value });
        failuresOf({ ...valid, [name]: Array.from({ length: 10_000 }, (_, index) => index) });
      }
    });
  },
);
