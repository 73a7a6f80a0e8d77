import { dynamicType, pluginType } from "../state";
import type { ClassHost } from "./resource-class";

/** The plugin, which the engine finds by the first part of the type. */
export const pluginHost: ClassHost = {
  typeOf: pluginType,
  hiddenInputs: () => ({}),
  /** What a dynamic provider served before is the same resource. */
  optionsFor({ name }, _args, opts) {
    return { ...opts, aliases: [...(opts.aliases ?? []), { type: dynamicType(name) }] };
  },
  requireUsable: () => undefined,
};
