import { CALLER_KEY, HOST_KEY, SECRET, SECRET_MARK, dynamicType, hostTextOf, pluginType } from "../../provider/state";
import type { Plan } from "./plan";

type Properties = Readonly<Record<string, unknown>>;

/**
 * The file that `pulumi import` takes. That for dynamic resources has all that state is to have, secrets in plain text.
 * @param managed the types and names of what is in state already, which can't be imported again
 */
export function importFileOf({ host, discovered }: Plan, managed: ReadonlySet<string>): string {
  const typeOf = host === "plugin" ? pluginType : dynamicType;
  const missing = discovered.filter(({ name, className }) => !managed.has(`${typeOf(className)}::${name}`));
  const resources = missing.map(({ name, className, id, properties, inputs, state }) => {
    if (host === "plugin") return { type: typeOf(className), name, id };
    const hidden = { [HOST_KEY]: hostTextOf(className), [CALLER_KEY]: name };
    const withMarks = (values: Properties) => ({
      ...hidden,
      ...Object.fromEntries(
        Object.entries(values).map(([property, value]) => [
          property,
          properties[property]?.secret === true ? secret(value) : value,
        ]),
      ),
    });
    return { type: typeOf(className), name, id, inputs: withMarks(inputs), outputs: withMarks(state) };
  });
  return `${JSON.stringify({ resources }, undefined, 2)}\n`;
}

/** A secret in an import file, which is encrypted in state. */
function secret(value: unknown): object {
  return { [SECRET_MARK]: SECRET, plaintext: JSON.stringify(value) };
}
