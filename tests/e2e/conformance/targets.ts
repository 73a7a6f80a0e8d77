import { generic, pagerDuty, renamed, settings, splunk, teams } from "./resources";
import type { Track } from "./scenario";

export const targets: Track = {
  title: "Parts of a stack, by --target",
  commands: [{ run: "up" }, { run: "up" }, { run: "up" }, { run: "destroy" }, { run: "up" }, { run: "destroy" }],
  scenarios: [
    {
      name: "change-one",
      about: "of two that change the one that is targeted does; then the other",
      phases: (at) => [
        { program: [generic(at, {}, "a"), generic(at, {}, "b")] },
        {
          program: ["a", "b"].map((of) => generic(at, { headers: { "X-Key": "2" } }, of)),
          target: [`${at.name}-a`],
        },
        {},
        { target: [`${at.name}-b`] },
      ],
    },
    {
      name: "create-one",
      about: "of two that are new the one that is targeted is created; then the other",
      phases: (at) => [
        { program: [] },
        { program: [teams(at, {}, "a"), teams(at, {}, "b")], target: [`${at.name}-a`] },
        {},
        { target: [`${at.name}-a`] },
      ],
    },
    {
      name: "replace-one",
      about: "a targeted replacement creates and deletes",
      phases: (at) => [
        { program: [splunk(at)] },
        { program: [splunk(at, { flockId: at.otherFlock })], target: [`${at.name}-it`] },
        {},
        { target: [`${at.name}-it`] },
      ],
    },
    {
      name: "leave-one",
      about: "what left the program stays where it is not targeted; then it goes",
      phases: (at) => [
        { program: [pagerDuty(at), teams(at, {}, "other")] },
        { program: [teams(at, {}, "other")], target: [`${at.name}-other`] },
        {},
        { target: [`${at.name}-other`] },
      ],
    },
    {
      name: "rename-one",
      about: "a targeted rename adopts, and the old name stays until it is no longer left out",
      phases: (at) => [
        { program: [settings(at), teams(at, {}, "other")] },
        { program: [renamed(settings(at)), teams(at, {}, "other")], target: [`${at.name}-it-renamed`] },
        {},
        { target: [`${at.name}-other`] },
      ],
    },
  ],
};
