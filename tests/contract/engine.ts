import type { ClassName } from "./classes";
import { type Host, InitFailed, type Live, type Properties, type Run } from "./host";

/** A resource as a program declares it. */
export interface Declared {
  readonly urn: string;
  readonly className: ClassName;
  readonly inputs: Properties;
  /** The explicit provider, by its name; the default one where there is none. */
  readonly provider?: string;
}

/** A resource as state keeps it. */
export interface Resource extends Live {
  readonly urn: string;
  readonly className: ClassName;
  readonly provider: string;
  readonly inputs: Properties;
  /** Why it is not as declared, although the inputs may say so: the next `up` updates it in any case. */
  readonly initErrors: readonly string[];
}

/** Something that a run did, or that a preview would do. */
export interface Step {
  readonly urn: string;
  readonly operation: "check" | "create" | "update" | "replace" | "delete" | "refresh";
  readonly failure?: Error;
}

export interface UpOptions {
  /** Go on with what does not depend on what failed. Without it no step starts after a failure. */
  readonly continueOnError?: boolean;
  /** Read everything first, in the same run. */
  readonly refresh?: boolean;
}

const DEFAULT_PROVIDER = "default";
/** How many steps the engine runs at once; its own default depends on the machine. */
const PARALLEL = 8;

/** A stack: the state that the engine keeps, and what `pulumi preview`, `up`, `refresh` and `destroy` do to it. */
export class Stack {
  /** What stands for something that is declared, by its URN. */
  readonly resources = new Map<string, Resource>();
  /** What was replaced, and is yet to be deleted. */
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
    return new Deployment(this, this.hosts, { continueOnError: true }).refresh();
  }

  async destroy(options: UpOptions = {}): Promise<Step[]> {
    return new Deployment(this, this.hosts, options).up([]);
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
    if (this.options.refresh === true) await this.refresh();
    await this.each(program, async (declared) => {
      const plan = await this.plan(declared);
      if (plan !== undefined) await this.apply(declared, plan);
    });
    await this.each(this.leaving(program), (resource) => this.delete(resource));
    return this.steps;
  }

  async refresh(): Promise<Step[]> {
    await this.each([...this.stack.resources.values()], async (old) => {
      const { urn, className, inputs } = old;
      const reading = this.run(old).read(className, old.id, old.outputs, inputs);
      const live = await reading.catch((error: unknown) => this.fail(urn, "refresh", error));
      if (live === "failed") return;
      if (live === undefined) {
        this.stack.resources.delete(urn);
        return;
      }
      // A read that succeeds also settles what failed to initialise.
      const read = { ...old, inputs, ...live, initErrors: [] };
      this.stack.resources.set(urn, read);
      // The engine asks what to show for it, also of what has left the program.
      await this.run(old).diff(className, read.id, read.outputs, read.inputs);
    });
    return this.steps;
  }

  /** What is to be done with a declared resource; nothing where its inputs were refused. */
  private async plan(declared: Declared): Promise<Plan | undefined> {
    const { urn, className } = declared;
    const run = this.run(declared);
    const old = this.stack.resources.get(urn);
    const { inputs, failures } = await run.check(className, declared.inputs, old?.inputs);
    if (failures.length > 0) {
      this.fail(urn, "check", new Error(failures.map(({ reason }) => reason).join("\n")));
      return undefined;
    }
    if (old === undefined) return { operation: "create", inputs };
    // Another provider is asked for nothing: what is there stays the other's business.
    if (old.provider !== providerOf(declared)) return { operation: "replace", old, inputs, deleteFirst: false };
    const { changes, replaces, deleteBeforeReplace } = await run.diff(className, old.id, old.outputs, inputs);
    if (replaces.length > 0) return { operation: "replace", old, inputs, deleteFirst: deleteBeforeReplace };
    return { operation: changes || old.initErrors.length > 0 ? "update" : "same", old, inputs };
  }

  private async apply(declared: Declared, plan: Plan): Promise<void> {
    const { urn } = declared;
    switch (plan.operation) {
      case "same":
        this.stack.resources.set(urn, { ...plan.old, inputs: plan.inputs });
        return;
      case "create":
        return this.create(declared, plan.inputs, "create");
      case "update":
        return this.update(plan.old, plan.inputs);
      case "replace":
        if (plan.deleteFirst && !(await this.delete(plan.old))) return;
        return this.create(declared, plan.inputs, "replace");
    }
  }

  private async create(declared: Declared, inputs: Properties, operation: "create" | "replace"): Promise<void> {
    const { urn, className } = declared;
    const made = await this.attempt(urn, operation, () => this.run(declared).create(className, inputs));
    if (made === undefined) return;
    const replaced = this.stack.resources.get(urn);
    if (replaced !== undefined) this.stack.condemned.push(replaced);
    this.stack.resources.set(urn, { urn, className, provider: providerOf(declared), inputs, ...made });
  }

  private async update(old: Resource, inputs: Properties): Promise<void> {
    const { urn, className, id } = old;
    const updated = await this.attempt(urn, "update", async () => {
      return { id, outputs: await this.run(old).update(className, id, old.outputs, inputs) };
    });
    if (updated !== undefined) this.stack.resources.set(urn, { ...old, inputs, ...updated });
  }

  /** @returns whether it is gone. */
  private async delete(old: Resource): Promise<boolean> {
    const { urn, className, id, outputs } = old;
    const deletion = this.run(old).delete(className, id, outputs);
    const failed = await deletion.catch((error: unknown) => this.fail(urn, "delete", error));
    if (failed !== undefined) return false;
    this.note(urn, "delete");
    if (this.stack.resources.get(urn) === old) this.stack.resources.delete(urn);
    this.stack.condemned = this.stack.condemned.filter((other) => other !== old);
    return true;
  }

  /** Runs a create or an update. What fails to initialise is kept, with the reasons. */
  private async attempt(
    urn: string,
    operation: "create" | "update" | "replace",
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

  /** What is in state and no longer in the program. */
  private leaving(program: readonly Declared[]): Resource[] {
    const declared = new Set(program.map(({ urn }) => urn));
    return [...this.stack.condemned, ...this.stack.resources.values()].filter(
      (resource) => !declared.has(resource.urn) || this.stack.condemned.includes(resource),
    );
  }

  private run({ provider = DEFAULT_PROVIDER }: { provider?: string }): Run {
    const run = this.runs[provider];
    if (run === undefined) throw new Error(`No host serves the provider ${provider}`);
    return run;
  }

  private note(urn: string, operation: Step["operation"]): void {
    this.steps.push({ urn, operation });
  }

  private fail(urn: string, operation: Step["operation"], error: unknown): "failed" {
    this.steps.push({ urn, operation, failure: error instanceof Error ? error : new Error(String(error)) });
    return "failed";
  }

  private get isStopped(): boolean {
    return this.options.continueOnError !== true && this.steps.some(({ failure }) => failure !== undefined);
  }

  /** Works on several items at once; what is under way when a step fails is brought to its end. */
  private async each<Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<void> {
    const waiting = [...items];
    const worker = async (): Promise<void> => {
      for (let item = waiting.shift(); item !== undefined && !this.isStopped; item = waiting.shift()) await work(item);
    };
    await Promise.all(Array.from({ length: PARALLEL }, worker));
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

function providerOf({ provider = DEFAULT_PROVIDER }: Declared): string {
  return provider;
}
