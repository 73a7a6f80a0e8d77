import type { Declared } from "../scenario";
import {
  generic,
  outbound,
  pagerDuty,
  renamed,
  set,
  settings,
  splunk,
  teams,
  through,
  webhook,
  withId,
} from "./resources";
import type { ConformanceScenario, ImportedFromFile, Place, Track } from "./scenario";

/** What an import file says of a resource that others have made, as the README has it. */
function imported(declared: Declared, id: string, more: Record<string, unknown> = {}): ImportedFromFile {
  const reference = `exports.handler=()=>require('pulumi-alert-webhooks/runtime').provider('${declared.className}')`;
  const args = { ...declared.args, __provider: reference };
  return { ...declared, id, args, outputs: { ...args, ...more } };
}

const importing: readonly ConformanceScenario[] = [
  {
    name: "import-teams",
    about: "what an import file says is in state, and the program declares it without a change",
    phases: (at) => [
      {
        imports: [imported(teams(at), "by-hand", { host: `${at.name}.example` })],
        outOfBand: ({ flock }) => flock.ms_teams.push(`https://${at.name}.example/teams/it`),
      },
      { program: [teams(at)] },
    ],
  },
  {
    name: "import-settings",
    about: "an import file gives the setting to go back to; the program changes it",
    phases: (at) => [
      { imports: [imported(settings(at, { mode: "enabled" }), "by-hand", { previousMode: "global" })] },
      { program: [settings(at)] },
    ],
  },
  {
    name: "import-nothing",
    about: "an import file is believed, also where there is nothing of the kind",
    phases: (at) => [{ imports: [imported(splunk(at), "nothing")] }, { program: [splunk(at, { host: "b.example" })] }],
  },
  {
    name: "import-no-code",
    about: "an import file without __provider fails",
    host: "dynamic provider",
    phases: (at) => [{ imports: [{ ...teams(at), id: "by-hand", outputs: { host: "x" } }] }, { program: [teams(at)] }],
  },
];

const replacing: readonly ConformanceScenario[] = [
  {
    name: "replace-generic",
    about: "--replace of a webhook whose URL the flock holds already fails, and changes nothing",
    phases: (at) => [{}, { program: [generic(at)] }, {}, {}, { replace: [`${at.name}-it`] }],
  },
  {
    name: "replace-integration",
    about: "--replace of an integration that adopts",
    phases: (at) => [
      {},
      { program: [webhook(at)] },
      {},
      {},
      { program: [webhook(at, { adoptExisting: true })], replace: [`${at.name}-it`] },
    ],
  },
  {
    name: "replace-outbound",
    about: "--replace of an outbound webhook whose name the account has already fails, and changes nothing",
    phases: (at) => [{}, { program: [outbound(at)] }, {}, {}, { replace: [`${at.name}-it`] }],
  },
  {
    name: "change-type",
    about: "another type replaces an integration, the new one first; what is generated is generated anew",
    phases: (at) => [{}, { program: [webhook(at)] }, {}, { program: [pagerDuty(at)] }, { program: [webhook(at)] }],
  },
];

const explicit: readonly ConformanceScenario[] = [
  {
    name: "two-providers",
    about: "two explicit providers put each where it belongs",
    phases: (at) => [
      {},
      {
        program: [
          { ...through("emea", pagerDuty(at)), name: `${at.name}-emea` },
          { ...through("apac", pagerDuty(at)), name: `${at.name}-apac` },
        ],
      },
    ],
  },
  {
    name: "same-account",
    about: "a move to an explicit provider is no reason to replace",
    phases: (at) => [{}, { program: [pagerDuty(at)] }, {}, { program: [through("emea", pagerDuty(at))] }],
  },
  {
    name: "move-and-change",
    about: "a move to an explicit provider with a change is an update, by the new provider",
    phases: (at) => [
      {},
      { program: [teams(at), { ...splunk(at), name: `${at.name}-splunk` }] },
      {},
      {
        program: [
          through("emea", teams(at)),
          { ...through("emea", splunk(at, { token: "2" })), name: `${at.name}-splunk` },
        ],
      },
    ],
  },
];

/** Names and what the APIs hold. */
const owning: readonly ConformanceScenario[] = [
  ...[generic, settings, pagerDuty, outbound].map((make) => ({
    name: `rename-${make.name}`,
    about: "a resource that is renamed and adopts keeps what it manages",
    phases: (at: Place) => [{}, { program: [make(at)] }, {}, { program: [renamed(make(at))] }],
  })),
  {
    name: "set-of-singles",
    about: "single resources become a set, which becomes single resources again, and nothing is touched",
    phases: (at) => {
      const singles = (args: Record<string, unknown>) => [
        generic(at, { headers: undefined, ...args }, "a"),
        teams(at, args, "b"),
      ];
      const generics = [{ url: `https://${at.name}.example/a` }];
      const whole = set(at, {
        generic: generics,
        msTeams: [`https://${at.name}.example/teams/b`],
        adoptExisting: true,
      });
      return [{}, { program: singles({}) }, {}, { program: [whole] }, { program: singles({ adoptExisting: true }) }];
    },
  },
  {
    name: "get-splunk",
    about: "what is read by its id is nobody's, and shows what is there",
    phases: (at) => [
      {
        outOfBand: ({ flock }) => {
          flock.splunk = { host: "theirs.example", port: "1", token: "theirs" };
        },
      },
      {},
      {},
      { program: [withId("theirs", splunk(at))] },
    ],
  },
  {
    name: "get-then-own",
    about: "what was read by its id is declared, and adopted",
    phases: (at) => [
      { outOfBand: ({ flock }) => flock.ms_teams.push(`https://${at.name}.example/teams/it`) },
      {},
      {},
      { program: [withId("theirs", teams(at))] },
      { program: [teams(at, { adoptExisting: true })] },
    ],
  },
  {
    name: "own-then-get",
    about: "what was declared is only read by another id: the old one is deleted",
    phases: (at) => [
      { outOfBand: ({ otherFlock }) => otherFlock.ms_teams.push("https://theirs.example/") },
      { program: [teams(at)] },
      {},
      { program: [withId("theirs", teams(at, { flockId: at.otherFlock, url: "https://theirs.example/" }))] },
    ],
  },
  {
    name: "remove",
    about: "what leaves the program is deleted",
    phases: (at) => [{}, { program: [splunk(at)] }, {}, { program: [] }],
  },
];

/** One resource that is refused ends a run for all others, so in the same command nothing else changes. */
const refused: readonly ConformanceScenario[] = [
  {
    name: "refused-change",
    about: "a change that check refuses changes nothing",
    phases: (at) => [
      {},
      { program: [splunk(at)] },
      { program: [splunk(at, { port: "no port" })] },
      { program: [splunk(at)] },
    ],
  },
];

export const ownership: Track = {
  title: "Imports, names, ids, providers and refusals",
  commands: [
    { run: "import" },
    { run: "up", continueOnError: true },
    { run: "up", continueOnError: true },
    { run: "up", continueOnError: true },
    { run: "up", continueOnError: true },
    { run: "destroy", continueOnError: true },
  ],
  scenarios: [...importing, ...replacing, ...explicit, ...owning, ...refused],
};
