import * as pulumi from "@pulumi/pulumi";

import * as provider from "../../provider";
import { type ClassName, type Properties, classNames } from "../specimens";

/** What a class registers with the engine besides what the user passes. */
export interface Registration {
  readonly type: string;
  /** The inputs whose names begin with `__`: `__provider`, the text by which the host finds the code. */
  readonly hidden: Properties;
}

/** Takes the place of the resource's name in what is recorded. */
const NAME = "name-of-the-resource";

let recorded: Promise<ReadonlyMap<string, Registration>> | undefined;

/** What a class registers for a resource of this name. It comes from the class itself, as it does in users' programs. */
export async function registrationOf(className: ClassName, name: string): Promise<Registration> {
  recorded ??= record();
  const registration = (await recorded).get(className);
  if (registration === undefined) throw new Error(`${className} was not registered`);
  const named = ([key, value]: [string, unknown]) => [
    key,
    typeof value === "string" ? value.replaceAll(NAME, name) : value,
  ];
  return { ...registration, hidden: Object.fromEntries(Object.entries(registration.hidden).map(named)) as Properties };
}

async function record(): Promise<ReadonlyMap<string, Registration>> {
  const registrations = new Map<string, Registration>();
  await pulumi.runtime.setMocks({
    newResource({ type, inputs }) {
      const hidden = Object.entries(inputs as Properties).filter(([key]) => key.startsWith("__"));
      registrations.set(type.slice(type.lastIndexOf(":") + 1), { type, hidden: Object.fromEntries(hidden) });
      return { id: type, state: {} };
    },
    call: () => ({}),
  });
  const resources = classNames.map((className) => new provider[className](NAME, {} as never));
  await Promise.all(resources.map(({ urn }) => new Promise((resolve) => urn.apply(resolve))));
  return registrations;
}
