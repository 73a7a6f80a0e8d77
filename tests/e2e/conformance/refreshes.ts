import { generic, outbound, pagerDuty, set, settings, slack, splunk, teams } from "./resources";
import type { Track } from "./scenario";

const effects = ["before", "after"] as const;

export const refreshes: Track = {
  title: "Drift and failures, and a refresh after them",
  commands: [
    { run: "up" },
    { run: "up", continueOnError: true },
    { run: "refresh" },
    { run: "up" },
    { run: "up", refresh: true },
    { run: "destroy" },
  ],
  scenarios: [
    {
      name: "drift-in-place",
      about: "what was changed by hand is shown, and changed back",
      phases: (at) => [
        { program: [splunk(at), settings(at)].map((it, index) => ({ ...it, name: `${at.name}-${index}` })) },
        {},
        {
          outOfBand: ({ flock }) => {
            if (flock.splunk !== null) flock.splunk.host = "theirs.example";
            flock.mode = "global";
          },
        },
      ],
    },
    {
      name: "drift-of-headers",
      about: "what was added by hand with other headers is shown, and changed back",
      phases: (at) => [
        { program: [generic(at)] },
        {},
        {
          outOfBand: ({ flock }) => {
            for (const webhook of flock.generic) webhook.headers = { "X-Theirs": "1" };
          },
        },
      ],
    },
    {
      name: "drift-gone",
      about: "what was removed by hand is dropped, and created again",
      phases: (at) => [
        { program: [teams(at)] },
        {},
        {
          outOfBand: ({ flock }) => {
            flock.ms_teams = [];
          },
        },
      ],
    },
    {
      name: "drift-late",
      about: "what was changed by hand is found and repaired by up --refresh",
      phases: (at) => [
        { program: [generic(at)] },
        {},
        {},
        {},
        {
          outOfBand: ({ flock }) => {
            flock.generic = [];
          },
        },
      ],
    },
    {
      name: "drift-of-set",
      about: "what was added by hand beside an exclusive set is shown, and removed",
      phases: (at) => [
        { program: [set(at, { exclusive: true })] },
        {},
        {
          outOfBand: ({ flock }) => {
            flock.generic.push({ url: "https://theirs.example/", headers: {}, webhook_id: "theirs" });
          },
        },
      ],
    },
    {
      name: "drift-of-set-gone",
      about: "a set of which nothing is left is dropped, and created again",
      phases: (at) => [
        { program: [set(at)] },
        {},
        {
          outOfBand: ({ flock }) => {
            Object.assign(flock, { generic: [], ms_teams: [] });
          },
        },
      ],
    },
    {
      name: "drift-of-integration",
      about: "what was renamed by hand is shown, and changed back",
      phases: (at) => [
        { program: [pagerDuty(at)] },
        {},
        {
          outOfBand: ({ account }) => {
            for (const integration of account.integrations) {
              if (integration.alias === at.name) integration.alias = `${at.name} renamed`;
            }
          },
        },
      ],
    },
    {
      name: "drift-of-outbound",
      about: "an outbound webhook that was renamed by hand is shown, and changed back",
      phases: (at) => [
        { program: [outbound(at)] },
        {},
        {
          outOfBand: ({ account }) => {
            for (const webhook of account.integrations) {
              if (webhook.alias === at.name) webhook.alias = `${at.name} renamed`;
            }
          },
        },
      ],
    },
    {
      name: "slack-url",
      about: "what the API adds is shown when it changes, and there is nothing to repair",
      phases: (at) => [
        {
          program: [slack(at)],
          outOfBand: ({ flock }) => {
            const { team, channel } = slack(at).args as Record<"team" | "channel", string>;
            flock.slack = [{ team, channel, configuration_url: "https://slack.example/", url: "https://a.example/" }];
          },
        },
        {},
        {
          outOfBand: ({ flock }) => {
            for (const webhook of flock.slack) webhook.url = "https://b.example/";
          },
        },
      ],
    },
    {
      name: "test-fails",
      about: "a refresh clears a failed test",
      phases: (at) => [
        {},
        {
          program: [splunk(at, { testOnCreate: true })],
          struck: [{ of: at.flock, change: "test", effect: "before" }],
        },
      ],
    },
    ...(effects.map((effect) => ({
      name: `create-${effect}`,
      about: `a refresh finds out whether a create took effect that got no answer, ${effect} its effect`,
      phases: (at) => [{}, { program: [generic(at)], struck: [{ of: at.flock, change: 0, effect }] }],
    })) satisfies Track["scenarios"]),
    ...(effects.map((effect) => ({
      name: `create-integration-${effect}`,
      about: `a refresh finds out whether the create of an integration took effect, ${effect} its effect`,
      phases: (at) => [{}, { program: [pagerDuty(at)], struck: [{ of: at.name, change: 0, effect }] }],
    })) satisfies Track["scenarios"]),
    ...(effects.map((effect) => ({
      name: `create-set-${effect}`,
      about: `a set is kept with what is in place where the second of its webhooks got no answer, ${effect} its effect`,
      phases: (at) => [{}, { program: [set(at)], struck: [{ of: at.flock, change: 1, effect }] }],
    })) satisfies Track["scenarios"]),
    {
      name: "pending-there",
      about: "others fail, so what was replaced is pending deletion; a refresh reads it, and the next run deletes it",
      phases: (at) => [{ program: [generic(at)] }, { program: [generic(at, { flockId: at.otherFlock })] }],
    },
    {
      name: "pending-gone",
      about: "a refresh drops what is pending deletion and gone",
      phases: (at) => [
        { program: [generic(at)] },
        { program: [generic(at, { flockId: at.otherFlock })] },
        {
          outOfBand: ({ flock }) => {
            flock.generic = [];
          },
        },
      ],
    },
    {
      name: "read-fails",
      about: "a read that fails in a refresh changes nothing",
      phases: (at) => [{ program: [teams(at)] }, {}, { struck: [{ of: at.flock, change: "read", effect: "before" }] }],
    },
  ],
};
