import { NAMESPACE } from "../settings";
import { dynamicType } from "./dynamic";
import type { ClassHost } from "./resource-class";

/** The plugin, which the engine finds by the first part of the type. */
export const pluginHost: ClassHost = {
  typeOf: (className) => `${NAMESPACE}:index:${className}`,
  hiddenInputs: () => ({}),
  /** What a dynamic provider served before is the same resource. */
  optionsFor({ name }, _args, opts) {
    return { ...opts, aliases: [...(opts.aliases ?? []), { type: dynamicType(name) }] };
  },
  requireUsable: () => undefined,
};
