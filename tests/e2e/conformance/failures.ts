import { generic, outbound, pagerDuty, settings, splunk, teams, webhook } from "./resources";
import type { ConformanceScenario, Place, Track } from "./scenario";

const effects = ["before", "after"] as const;

/** A webhook whose test fails when it is created. */
const untested = (place: Place) => [generic(place, { testOnCreate: true })];
const testFails = ({ flock }: Place) => [{ of: flock, change: "test", effect: "before" } as const];

/** What follows a failed test in the next command. */
const afterTest: readonly ConformanceScenario[] = [
  {
    name: "test-then-same",
    about: "a failed test on create is followed by an update, which tests again",
    phases: (at) => [{}, { program: untested(at), struck: testFails(at) }],
  },
  {
    name: "test-then-gone",
    about: "what failed its test is removed from the program",
    phases: (at) => [{}, { program: untested(at), struck: testFails(at) }, { program: [] }],
  },
  {
    name: "test-then-new",
    about: "what failed its test is replaced",
    phases: (at) => [
      {},
      { program: untested(at), struck: testFails(at) },
      { program: [generic(at, { url: "https://elsewhere.example/" })] },
    ],
  },
  {
    name: "test-then-change",
    about: "what failed its test is changed in place",
    phases: (at) => [
      {},
      { program: untested(at), struck: testFails(at) },
      { program: [generic(at, { headers: { "X-Key": "2" } })] },
    ],
  },
  {
    name: "test-of-new",
    about: "the test of a replacement fails: the old one is pending deletion until the next run",
    phases: (at) => [
      { program: [teams(at)] },
      { program: [teams(at, { url: "https://elsewhere.example/", testOnCreate: true })], struck: testFails(at) },
    ],
  },
];

const inDoubt: readonly ConformanceScenario[] = effects.flatMap((effect) => [
  {
    name: `create-teams-${effect}`,
    about: `a create gets no answer, ${effect} its effect`,
    phases: (at) => [{}, { program: [teams(at)], struck: [{ of: at.flock, change: 0, effect }] }],
  },
  {
    name: `create-settings-${effect}`,
    about: `a setting gets no answer when it is created, ${effect} its effect`,
    phases: (at) => [{}, { program: [settings(at)], struck: [{ of: at.flock, change: 0, effect }] }],
  },
  {
    name: `change-splunk-${effect}`,
    about: `a change gets no answer, ${effect} its effect`,
    phases: (at) => [
      { program: [splunk(at)] },
      { program: [splunk(at, { token: "2" })], struck: [{ of: at.flock, change: 0, effect }] },
    ],
  },
  {
    name: `change-headers-${effect}`,
    about: `the second call of a change of headers gets no answer, ${effect} its effect; then it leaves the program`,
    phases: (at) => [
      { program: [generic(at)] },
      { program: [generic(at, { headers: { "X-Other": "2" } })], struck: [{ of: at.flock, change: 1, effect }] },
      { program: [] },
    ],
  },
  {
    name: `create-integration-${effect}`,
    about: `the create of an integration gets no answer, ${effect} its effect: it is deleted before it is replaced`,
    phases: (at) => [{}, { program: [webhook(at)], struck: [{ of: at.name, change: 0, effect }] }],
  },
  {
    name: `create-outbound-${effect}`,
    about: `the create of an outbound webhook gets no answer, ${effect} its effect: it is deleted before it is replaced`,
    phases: (at) => [{}, { program: [outbound(at)], struck: [{ of: at.name, change: 0, effect }] }],
  },
  {
    name: `change-outbound-${effect}`,
    about: `the update of an outbound webhook gets no answer, ${effect} its effect`,
    phases: (at) => [
      { program: [outbound(at)] },
      { program: [outbound(at, { payload: "2" })], struck: [{ of: at.name, change: 0, effect }] },
    ],
  },
  {
    name: `change-integration-${effect}`,
    about: `the update of an integration gets no answer, ${effect} its effect`,
    phases: (at) => [
      { program: [pagerDuty(at)] },
      { program: [pagerDuty(at, { serviceKey: "2" })], struck: [{ of: at.name, change: 0, effect }] },
    ],
  },
]);

const others: readonly ConformanceScenario[] = [
  {
    name: "untested-outbound",
    about: "the test of an outbound webhook fails before it is created, and nothing is kept",
    phases: (at) => [
      {},
      {
        program: [outbound(at, { testBeforeCreate: true })],
        struck: [{ of: at.name, change: "test", effect: "before" }],
      },
      { program: [outbound(at)] },
    ],
  },
  {
    name: "refused-create",
    about: "a create fails and leaves nothing; then it adopts",
    phases: (at) => [
      {},
      {
        program: [teams(at)],
        outOfBand: ({ flock }) => flock.ms_teams.push(`https://${at.name}.example/teams/it`),
      },
      { program: [teams(at, { adoptExisting: true })] },
      { program: [teams(at)] },
    ],
  },
  {
    name: "delete-fails",
    about: "a deletion fails, and is made in the next run",
    phases: (at) => [
      { program: [teams(at)] },
      {},
      { program: [], struck: [{ of: at.flock, change: 0, effect: "before" }] },
    ],
  },
  {
    name: "pending-deletion",
    about: "the deletion of what was replaced fails: it is pending, and is made in the next run",
    phases: (at) => [
      { program: [generic(at)] },
      {},
      {
        program: [generic(at, { flockId: at.otherFlock })],
        struck: [{ of: at.flock, change: 0, effect: "before" }],
      },
    ],
  },
];

export const failures: Track = {
  title: "Failures, and an up after them",
  commands: [
    { run: "up" },
    { run: "up", continueOnError: true },
    { run: "up", continueOnError: true },
    { run: "up", continueOnError: true },
    { run: "destroy", continueOnError: true },
  ],
  scenarios: [...afterTest, ...inDoubt, ...others],
};
