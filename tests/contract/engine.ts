import type { ClassName, Properties } from "../specimens";
import { type Host, InitFailed, type Live, type Run } from "./host";

/** A resource as a program declares it. */
export interface Declared {
  /** Ends in the logical name, after the last `::`. */
  readonly urn: string;
  readonly className: ClassName;
  readonly inputs: Properties;
  /** The explicit provider, by its name; the default one where there is none. */
  readonly provider?: string;
  /** Only reads what has this id. Nobody changes or deletes it. */
  readonly id?: string;
}

/** A resource as state keeps it. */
export interface Resource extends Live {
  readonly urn: string;
  readonly className: ClassName;
  readonly provider: string;
  readonly inputs: Properties;
  /** Why it is not as declared, although the inputs may say so: the next `up` updates it in any case. */
  readonly initErrors: readonly string[];
  /** Only read. */
  readonly external?: true;
  /** Deleted to be replaced, and its successor not yet created. */
  readonly pendingReplacement?: true;
}

/** A resource in an import file, which gives all that state is to hold. */
export type Imported = Pick<Resource, "urn" | "className" | "id" | "inputs" | "outputs">;

/** Something that a run did, or that a preview would do. */
export interface Step {
  readonly urn: string;
  readonly operation: "check" | "create" | "update" | "replace" | "delete" | "refresh" | "read" | "discard" | "import";
  readonly failure?: Error;
}

export interface UpOptions {
  /** Go on with what the program declares besides what failed. Without it no step starts after a failure. */
  readonly continueOnError?: boolean;
  /** Read everything first, in the same run. */
  readonly refresh?: boolean;
  /** The only ones to touch, by URN. */
  readonly target?: readonly string[];
  /** Those to replace without a change, by URN. */
  readonly replace?: readonly string[];
}

const DEFAULT_PROVIDER = "default";
/** How many steps the engine runs at once; its own default depends on the machine. */
const PARALLEL = 8;

/** A stack: the state that the engine keeps, and what `pulumi preview`, `up`, `refresh` and `destroy` do to it. */
export class Stack {
  /** What is declared, by its URN. */
  readonly resources = new Map<string, Resource>();
  /** What was replaced, and is pending deletion. */
  condemned: Resource[] = [];
  private readonly hosts: Readonly<Record<string, Host>>;

  /** @param hosts what serves each provider, by its name. */
  constructor(hosts: Host | Readonly<Record<string, Host>>) {
    this.hosts = "startRun" in hosts ? { [DEFAULT_PROVIDER]: hosts as Host } : hosts;
  }

  async preview(program: readonly Declared[]): Promise<Step[]> {
    return new Deployment(this, this.hosts, { continueOnError: true }).preview(program);
  }

  /** @returns what it did; a step that failed says so. */
  async up(program: readonly Declared[], options: UpOptions = {}): Promise<Step[]> {
    return new Deployment(this, this.hosts, options).up(program);
  }

  async refresh(): Promise<Step[]> {
    return new Deployment(this, this.hosts, {}).refresh();
  }

  async destroy(options: UpOptions = {}): Promise<Step[]> {
    return new Deployment(this, this.hosts, options).up([]);
  }

  async import(resources: readonly Imported[]): Promise<Step[]> {
    return new Deployment(this, this.hosts, {}).import(resources);
  }
}

/** One run of the engine. */
class Deployment {
  private readonly stack: Stack;
  private readonly runs: Readonly<Record<string, Run>>;
  private readonly options: UpOptions;
  private readonly steps: Step[] = [];

  constructor(stack: Stack, hosts: Readonly<Record<string, Host>>, options: UpOptions) {
    this.stack = stack;
    this.runs = Object.fromEntries(Object.entries(hosts).map(([name, host]) => [name, host.startRun()]));
    this.options = options;
  }

  async preview(program: readonly Declared[]): Promise<Step[]> {
    await this.each(program, async (declared) => {
      const plan = await this.plan(declared);
      if (plan !== undefined && plan.operation !== "same") this.note(declared.urn, plan.operation);
    });
    for (const { urn } of this.leaving(program)) this.note(urn, "delete");
    return this.steps;
  }

  async up(program: readonly Declared[]): Promise<Step[]> {
    if (this.options.refresh === true) {
      await this.refresh();
      if (this.hasFailed) return this.steps;
    }
    await this.each(program, async (declared) => {
      if (!this.isTargeted(declared)) return;
      if (declared.id !== undefined) return this.read(declared, declared.id);
      const plan = await this.plan(declared);
      if (plan !== undefined) await this.apply(declared, plan);
    });
    // A program in which a resource fails ends in failure itself, and then nothing that has left it is deleted.
    if (this.hasFailed) return this.steps;
    await this.each(this.leaving(program), (resource) => this.delete(resource));
    return this.steps;
  }

  /** Reads everything, also what is pending deletion, however many reads fail. */
  async refresh(): Promise<Step[]> {
    const { stack } = this;
    await inParallel([...stack.resources.values()], async (old) => {
      const read = await this.readAgain(old);
      if (read === undefined) stack.resources.delete(old.urn);
      else stack.resources.set(old.urn, read);
    });
    const condemned = new Map(stack.condemned.map((old) => [old, old as Resource | undefined]));
    await inParallel(stack.condemned, async (old) => {
      condemned.set(old, await this.readAgain(old));
    });
    stack.condemned = [...condemned.values()].filter((read) => read !== undefined);
    return this.steps;
  }

  /** Takes the resources into state as they are given. `check` is asked, and only warns. */
  async import(resources: readonly Imported[]): Promise<Step[]> {
    await this.each(resources, async (imported) => {
      const { urn, inputs } = imported;
      const resource = { ...imported, provider: DEFAULT_PROVIDER, initErrors: [] };
      try {
        await this.run(resource).check(inputs, inputs);
        this.stack.resources.set(urn, resource);
        this.note(urn, "import");
      } catch (error) {
        this.fail(urn, "import", error);
      }
    });
    return this.steps;
  }

  /** @returns what is there now; what was, where it can't be read. */
  private async readAgain(old: Resource): Promise<Resource | undefined> {
    if (old.pendingReplacement === true) return old;
    const { urn, inputs } = old;
    try {
      const live = await this.run(old).read(old.id, old.outputs, inputs);
      if (live === undefined) return undefined;
      // A read that succeeds also settles what failed to initialise.
      const read = { ...old, ...live, initErrors: [] };
      // The engine asks what to show for it, also of what has left the program: what `up` would do without a change.
      if (old.external !== true) await this.run(old).diff(read.id, read.outputs, inputs);
      return read;
    } catch (error) {
      this.fail(urn, "refresh", error);
      return old;
    }
  }

  /** What is to be done with a declared resource; nothing where its inputs were refused. */
  private async plan(declared: Declared): Promise<Plan | undefined> {
    const { urn } = declared;
    const run = this.run(declared);
    const old = this.stack.resources.get(urn);
    const news = await registered(run, declared);
    const isForced = this.options.replace?.includes(urn) === true;
    const isAnew = old === undefined || old.external === true || isForced;

    const inputs = await this.check(urn, run, news, isAnew ? {} : old.inputs);
    if (inputs === undefined) return undefined;
    if (old === undefined) return { operation: "create", inputs };
    if (isAnew) return { operation: "replace", old, inputs, deleteFirst: false };
    // A changed provider alone does not replace anything: the new one is asked about what the old one has made.
    const { changes, replaces, deleteBeforeReplace } = await run.diff(old.id, old.outputs, inputs);
    if (replaces.length > 0 || old.pendingReplacement === true) {
      // What was carried over from the old one is not true of a new one.
      const anew = await this.check(urn, run, news, {});
      return anew && { operation: "replace", old, inputs: anew, deleteFirst: deleteBeforeReplace };
    }
    return { operation: changes || old.initErrors.length > 0 ? "update" : "same", old, inputs };
  }

  /** @returns `undefined` where they are refused. */
  private async check(urn: string, run: Run, news: Properties, olds: Properties): Promise<Properties | undefined> {
    const { inputs, failures } = await run.check(news, olds);
    if (failures.length === 0) return inputs;
    this.fail(urn, "check", new Error(failures.map(({ reason }) => reason).join("\n")));
    return undefined;
  }

  private async apply(declared: Declared, plan: Plan): Promise<void> {
    const { urn } = declared;
    switch (plan.operation) {
      case "same":
        this.stack.resources.set(urn, { ...plan.old, inputs: plan.inputs, provider: providerOf(declared) });
        return;
      case "create":
        return this.create(declared, plan.inputs, "create");
      case "update":
        return this.update(declared, plan.old, plan.inputs);
      case "replace":
        if (plan.deleteFirst && !(await this.deleteFirst(plan.old))) return;
        return this.create(declared, plan.inputs, "replace");
    }
  }

  private async create(declared: Declared, inputs: Properties, operation: "create" | "replace"): Promise<void> {
    const { urn, className } = declared;
    const made = await this.attempt(urn, operation, () => this.run(declared).create(inputs));
    if (made === undefined) return;
    const replaced = this.stack.resources.get(urn);
    if (replaced !== undefined && replaced.pendingReplacement !== true) this.stack.condemned.push(replaced);
    this.stack.resources.set(urn, { urn, className, provider: providerOf(declared), inputs, ...made });
  }

  private async update(declared: Declared, old: Resource, inputs: Properties): Promise<void> {
    const { urn, id } = old;
    const updated = await this.attempt(urn, "update", async () => {
      return { id, outputs: await this.run(declared).update(id, old.outputs, inputs) };
    });
    if (updated === undefined) return;
    // What was not changed as declared keeps its inputs, so that the next diff is one against the program.
    const kept = updated.initErrors.length > 0 ? old.inputs : inputs;
    this.stack.resources.set(urn, { ...old, provider: providerOf(declared), ...updated, inputs: kept });
  }

  private async read(declared: Declared, id: string): Promise<void> {
    const { urn, className } = declared;
    const inputs = await registered(this.run(declared), declared);
    const read = await this.attempt(urn, "read", async () => {
      const live = await this.run(declared).read(id, inputs, inputs);
      if (live === undefined) throw new Error(`resource '${id}' does not exist`);
      return { id: live.id, outputs: live.outputs };
    });
    if (read === undefined) return;
    const old = this.stack.resources.get(urn);
    if (old !== undefined && old.external !== true && old.id !== id) this.stack.condemned.push(old);
    this.stack.resources.set(urn, { urn, className, provider: providerOf(declared), inputs, ...read, external: true });
  }

  /** Deletes what is about to be replaced; until it is, state notes that. */
  private async deleteFirst(old: Resource): Promise<boolean> {
    if (old.pendingReplacement === true) return true;
    if (!(await this.delete(old))) return false;
    this.stack.resources.set(old.urn, { ...old, pendingReplacement: true });
    return true;
  }

  /** @returns whether it is gone. */
  private async delete(old: Resource): Promise<boolean> {
    const { urn, id, outputs } = old;
    if (old.external === true) this.note(urn, "discard");
    else if (old.pendingReplacement !== true) {
      const deletion = this.run(old).delete(id, outputs);
      const failed = await deletion.catch((error: unknown) => this.fail(urn, "delete", error));
      if (failed !== undefined) return false;
      this.note(urn, "delete");
    }
    if (this.stack.resources.get(urn) === old) this.stack.resources.delete(urn);
    this.stack.condemned = this.stack.condemned.filter((other) => other !== old);
    return true;
  }

  /** Runs a create, an update or a read. What fails to initialise is kept, with the reasons. */
  private async attempt(
    urn: string,
    operation: Step["operation"],
    step: () => Promise<Live>,
  ): Promise<(Live & Pick<Resource, "initErrors">) | undefined> {
    try {
      const live = await step();
      this.note(urn, operation);
      return { ...live, initErrors: [] };
    } catch (error) {
      this.fail(urn, operation, error);
      return error instanceof InitFailed ? { ...error.live, initErrors: error.reasons } : undefined;
    }
  }

  /** What is to go: what is pending deletion, and what is in state and no longer in the program. */
  private leaving(program: readonly Declared[]): Resource[] {
    const declared = new Set(program.map(({ urn }) => urn));
    const left = [...this.stack.resources.values()].filter(({ urn }) => !declared.has(urn));
    return [...this.stack.condemned, ...left].filter((resource) => this.isTargeted(resource));
  }

  private isTargeted({ urn }: { urn: string }): boolean {
    return this.options.target?.includes(urn) ?? true;
  }

  private run(resource: { provider?: string; urn: string; className: ClassName }): Run {
    const { provider = DEFAULT_PROVIDER } = resource;
    const run = this.runs[provider];
    if (run === undefined) throw new Error(`No host serves the provider ${provider}`);
    return run.about(resource);
  }

  private note(urn: string, operation: Step["operation"]): void {
    this.steps.push({ urn, operation });
  }

  private fail(urn: string, operation: Step["operation"], error: unknown): "failed" {
    this.steps.push({ urn, operation, failure: error instanceof Error ? error : new Error(String(error)) });
    return "failed";
  }

  private get hasFailed(): boolean {
    return this.steps.some(({ failure }) => failure !== undefined);
  }

  /** What is refused by `check` stops a run in any case. */
  private get isStopped(): boolean {
    const isRefused = this.steps.some(({ operation, failure }) => operation === "check" && failure !== undefined);
    return isRefused || (this.options.continueOnError !== true && this.hasFailed);
  }

  /** Works on several items at once; what is under way when a step fails is brought to its end. */
  private async each<Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<void> {
    await inParallel(items, async (item) => {
      if (!this.isStopped) await work(item);
    });
  }
}

type Plan =
  | { readonly operation: "create"; readonly inputs: Properties }
  | { readonly operation: "same" | "update"; readonly old: Resource; readonly inputs: Properties }
  | {
      readonly operation: "replace";
      readonly old: Resource;
      readonly inputs: Properties;
      readonly deleteFirst: boolean;
    };

async function inParallel<Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<void> {
  const waiting = [...items];
  const worker = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
}

/** What the class registers for it with the engine. */
async function registered(run: Run, { className, urn, inputs }: Declared): Promise<Properties> {
  return { ...inputs, ...(await run.hiddenInputs(className, urn.split("::").at(-1) ?? urn)) };
}

function providerOf({ provider = DEFAULT_PROVIDER }: Declared): string {
  return provider;
}
