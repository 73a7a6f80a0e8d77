import { z } from "zod";

import { ApiError, type Outcome } from "../../../provider/http/errors";
import type { ApiClient, ResourceDefinition } from "../../../provider/lifecycle/definition";
import { Lifecycle, type LifecycleOptions } from "../../../provider/lifecycle/lifecycle";
import { exactly, testableOptions } from "../../../provider/lifecycle/schema";

/** What users declare of a box. */
export interface BoxInputs {
  readonly name: string;
  readonly value: string;
  readonly pin?: string;
  readonly serial?: string;
  readonly adoptExisting?: boolean;
  readonly testOnCreate?: boolean;
}

/** What state has of a box. */
export interface BoxState extends BoxInputs {
  readonly size?: number;
  readonly shelf?: string;
}

interface Held {
  readonly id: string;
  readonly value: string;
  readonly serial?: string | undefined;
}

interface Fault {
  readonly error: unknown;
  readonly takesEffect: boolean;
}

/** A failed call, and what is known of it. */
export function apiError(
  outcome: Outcome,
  more: { status?: number; apiMessage?: string; text?: string } = {},
): ApiError {
  const { status, apiMessage, text = `failed: ${outcome}` } = more;
  return new ApiError(text, { call: "POST /boxes", outcome, status, apiMessage, transient: false });
}

/** An API in memory that holds boxes, each under its name. */
export class BoxApi implements ApiClient {
  readonly secrets: string[] = ["api-token"];
  readonly held = new Map<string, Held>();
  /** What tells this API from another one. */
  shelf: string | undefined;
  calls: string[] = [];
  private readonly faults = new Map<string, Fault>();
  private made = 0;

  /** Lets the next call of this name fail, before or after it takes effect. */
  fail(call: string, error: unknown, takesEffect = false): void {
    this.faults.set(call, { error, takesEffect });
  }

  call<T>(name: string, effect: () => T): Promise<T> {
    this.calls.push(name);
    const fault = this.faults.get(name);
    this.faults.delete(name);
    if (fault === undefined) return Promise.resolve(effect());
    if (fault.takesEffect) effect();
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what is thrown may be anything
    return Promise.reject(fault.error);
  }

  put({ name, value, serial }: BoxState): string {
    const id = this.held.get(name)?.id ?? String(++this.made);
    this.held.set(name, { id, value, serial });
    return id;
  }

  find(matches: (name: string, held: Held) => boolean): { name: string; held: Held } | undefined {
    const [found] = [...this.held].filter(([name, held]) => matches(name, held));
    return found && { name: found[0], held: found[1] };
  }
}

export type BoxDefinition = ResourceDefinition<BoxApi, BoxInputs, BoxState>;

/** Boxes whose ids the API gives. */
export const numberedBox: BoxDefinition = {
  contract: {
    name: "Box",
    properties: {
      name: { replaceOnChanges: true },
      value: { secret: true },
      pin: { secret: true, writeOnly: true },
      serial: { generated: true },
      size: { computed: true },
      shelf: { computed: true },
      adoptExisting: { createOnly: true },
      testOnCreate: { createOnly: true },
    },
  },
  home: {
    property: "shelf",
    what: "shelf",
    of: (api) => Promise.resolve(api.shelf),
    isFormer: (_api, recorded) => recorded === "former",
  },
  schema: exactly("a box", {
    name: z.string("must be a name"),
    value: z
      .string()
      .refine((value) => !value.includes("bad"), { error: ({ input }) => `must not be\n${String(input)}` }),
    pin: z.string().optional(),
    serial: z.string().optional(),
    ...testableOptions,
  }),
  lockKey: ({ name }) => name,
  describe: ({ name }) => `The box ${name ?? "of no name"}`,
  naturalKey: ({ name }) => name,

  find(api, inputs) {
    return api.call("find", () => {
      const found = api.find((name) => name === inputs.name);
      return found && { id: found.held.id, state: { ...inputs, value: found.held.value } };
    });
  },
  prepare(api, inputs) {
    return api.call("prepare", () => ({ serial: "generated", ...inputs }));
  },
  create(api, prepared) {
    return api.call("create", () => ({ id: api.put(prepared), state: prepared }));
  },
  confirm(api, { name, serial }) {
    return api.call("confirm", () => api.find((other, held) => other === name && held.serial === serial)?.held.id);
  },
  read(api, known, id) {
    return api.call("read", () => {
      const found = api.find((_name, held) => held.id === id);
      if (found === undefined) return undefined;
      const { name, held } = found;
      return { ...known, name, value: held.value, serial: held.serial ?? "none", size: held.value.length };
    });
  },
  update(api, { serial }, news) {
    return api.call("update", () => {
      const state = { ...(serial !== undefined && { serial }), ...news };
      api.put(state);
      return state;
    });
  },
  delete(api, { name }) {
    return api.call("delete", () => {
      api.held.delete(name);
    });
  },
  test(api) {
    return api.call("test", () => undefined);
  },
};

const idOfBox = ({ name }: BoxInputs) => `box/${name}`;

/** Boxes whose ids follow from their names. */
export const namedBox: BoxDefinition = {
  ...numberedBox,
  idOf: idOfBox,
  async find(api, inputs) {
    const found = await numberedBox.find?.(api, inputs, 0);
    return found && { ...found, id: idOfBox(inputs) };
  },
  async create(api, prepared) {
    const { state } = await numberedBox.create(api, prepared);
    return { id: idOfBox(state), state };
  },
  async read(api, known, id) {
    const name = known.name ?? id.replace("box/", "");
    return numberedBox.read(api, known, api.held.get(name)?.id ?? "none");
  },
};

/** Starts the lifecycle of boxes, which serves one run. */
export function start(
  api: BoxApi,
  definition: BoxDefinition = namedBox,
  options: Partial<LifecycleOptions<BoxApi>> = {},
): Lifecycle<BoxApi, BoxInputs, BoxState> {
  return new Lifecycle(definition, { connect: () => api, adoptExisting: false, warn: () => undefined, ...options });
}

/** What an operation throws. */
export async function failureOf<T extends Error = Error>(operation: Promise<unknown>): Promise<T> {
  return operation.then(
    () => {
      throw new Error("nothing failed");
    },
    (error: unknown) => error as T,
  );
}
