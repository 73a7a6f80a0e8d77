import { setTimeout as sleep } from "node:timers/promises";

import { type Properties, SECRET } from "../../specimens";
import { type Declared, type Resource, Stack, type Step } from "../engine";
import type { Host } from "../host";
import { type Connection, type Edit, LATE_MS, type Place, type Round, type Scenario } from "./scenario";
import { type World, isAsDeclared, isOfCoralogix, keyOf, namesakeOf } from "./world";

/** What a deletion says that would make settings forget what was there before. */
const MODE_TO_DECLARE = /^The resource "(?:urn:.*::)?(.*)" manages it now\..* declare previousMode: "(\w+)"/;

/** Plays one scenario, and says at every step what must hold. */
export class Play {
  private readonly world: World;
  private readonly hosts: Readonly<Record<Connection, Host>>;
  private readonly stack: Stack;
  private readonly program = new Map<Place, Declared>();

  constructor(world: World, hosts: Readonly<Record<Connection, Host>>) {
    this.world = world;
    this.hosts = hosts;
    this.stack = new Stack(hosts);
  }

  async run({
    behaviour,
    hasOddEntries,
    lagMs,
    start,
    program,
    isEstablished,
    rounds,
    edits,
  }: Scenario): Promise<void> {
    this.world.reset(behaviour, hasOddEntries);
    for (const action of start) this.world.act(action, this.held());
    for (const { place, declared } of program) this.program.set(place, declared);
    if (isEstablished) await this.watched("up", () => this.operate("up --continue-on-error"));
    for (const round of rounds) await this.play(round, lagMs);
    await this.settle(edits);
  }

  /** A round in which everything may go wrong. Nothing of others' is touched and nothing of ours is lost. */
  private async play(round: Round, lagMs: number): Promise<void> {
    const { world } = this;
    for (const action of round.before) world.act(action, this.held());
    world.setTestEvents(round.testEvents);
    for (const { connection, ...rule } of round.faults) world.emulators[connection].addFault(rule);
    this.interrupt(round.during);
    this.edit(round.edits);
    world.lag(lagMs);
    const isLate = round.faults.some(({ fault }) => fault.kind === "late");
    await this.watched(round.operation, async () => {
      const steps = await this.operate(round.operation);
      if (isLate) await sleep(2 * LATE_MS);
      return steps;
    });
    world.calm();
  }

  private operate(operation: Round["operation"]): Promise<Step[]> {
    switch (operation) {
      case "up":
        return this.stack.up(this.declared());
      case "up --continue-on-error":
        return this.stack.up(this.declared(), { continueOnError: true });
      case "up --refresh":
        return this.stack.up(this.declared(), { refresh: true });
      case "refresh":
        return this.stack.refresh();
      case "preview":
        return this.stack.preview(this.declared());
      case "destroy":
        return this.stack.destroy();
    }
  }

  /** Once nothing goes wrong, one refresh and one up bring about what is declared, and destroy takes all of it away. */
  private async settle(edits: readonly Edit[]): Promise<void> {
    const { stack } = this;
    this.edit(edits);
    await this.successful("refresh", () => stack.refresh());
    const program = await this.upAsTheUserIsTold();
    this.expectDeclared(program);
    const outputs = () => [...stack.resources.values()].map((resource) => resource.outputs);

    expect(await this.successful("preview", () => stack.preview(program))).toEqual([]);
    const before = outputs();
    await this.successful("refresh", () => stack.refresh());
    expect(outputs()).toEqual(before);

    await this.successful("destroy", () => stack.destroy());
    expect(stack.resources.size).toBe(0);
    expect(stack.condemned).toEqual([]);
    expect(new Set(this.world.items().map(({ key }) => key))).toEqual(this.world.strangers);
  }

  /** Runs `up`, and once more where it says what settings have to be told before others may leave. */
  private async upAsTheUserIsTold(): Promise<Declared[]> {
    const program = this.declared().map((declared) => this.asTheUserIsTold(declared));
    const up = (told: readonly Declared[]) => this.stack.up(told, { continueOnError: true });
    const steps = await this.watched("up", () => up(program));
    const modes = new Map<unknown, unknown>();
    for (const { failure } of steps) {
      const [, name, mode] = MODE_TO_DECLARE.exec(failure?.message ?? "") ?? [];
      if (name !== undefined) modes.set(name, mode);
    }
    if (modes.size === 0) {
      this.expectSuccess(steps);
      return program;
    }
    const told = program.map((declared) => {
      const previousMode = modes.get(declared.urn);
      return previousMode === undefined ? declared : { ...declared, inputs: { ...declared.inputs, previousMode } };
    });
    await this.successful("up", () => up(told));
    return told;
  }

  /** Declares it so that it can be: takes over what is there, and adds in the console what only the console can add. */
  private asTheUserIsTold(declared: Declared): Declared {
    const { className, inputs, urn } = declared;
    const old = this.stack.resources.get(urn);
    const items = this.world.items();
    if (isOfCoralogix(className)) {
      const isNamesake = namesakeOf(declared);
      const [first, ...others] = items.filter((item) => isNamesake(item) && item.key !== (old && keyOf(old)));
      // Which of several namesakes to take over is not clear, so all but one have to go.
      for (const other of others) {
        other.remove();
        this.world.strangers.delete(other.key);
      }
      return first === undefined ? declared : { ...declared, inputs: { ...inputs, adoptExisting: true } };
    }
    const key = keyOf(declared);
    if (old !== undefined && keyOf(old) === key) return declared;
    const isThere = items.some((item) => item.key === key);
    if (className === "CanarySlackWebhook" && !isThere) this.world.addSlack(declared.provider as Connection, inputs);
    return isThere ? { ...declared, inputs: { ...inputs, adoptExisting: true } } : declared;
  }

  private async successful(what: string, operate: () => Promise<Step[]>): Promise<Step[]> {
    const steps = await this.watched(what, operate);
    this.expectSuccess(steps);
    return steps;
  }

  private expectSuccess(steps: readonly Step[]): void {
    expect(steps.flatMap(({ urn, failure }) => (failure === undefined ? [] : [`${urn}: ${failure.message}`]))).toEqual(
      [],
    );
  }

  /** Runs an operation and compares before and after. */
  private async watched(what: string, operate: () => Promise<Step[]>): Promise<Step[]> {
    const { world } = this;
    const modes = world.modes();
    const previous = this.previousModes();
    const strangers = new Set(world.strangers);
    for (const emulator of Object.values(world.emulators)) emulator.clearRequests();

    const steps = await operate();

    if (what === "refresh" || what === "preview") this.expectNoChange();
    this.expectSecretsKept(steps);
    this.expectModes(modes, previous);
    expect(world.touched()).toEqual([]);
    const held = this.held();
    const present = new Set(world.items().map(({ key }) => key));
    const lost = [...present].filter((key) => !held.has(key) && !world.strangers.has(key) && !this.mayBeOurs(key));
    expect(lost).toEqual([]);
    expect(this.takenUnasked(strangers)).toEqual([]);
    for (const key of held) world.strangers.delete(key);
    expect([...world.strangers].filter((key) => !present.has(key))).toEqual([]);
    return steps;
  }

  /** What of these others made and a resource manages, although it was not to take over anything. */
  private takenUnasked(strangers: ReadonlySet<string>): string[] {
    return this.known()
      .filter(({ className, inputs }) => className !== "CanarySlackWebhook" && inputs.adoptExisting !== true)
      .map(keyOf)
      .filter((key) => strangers.has(key) && this.world.strangers.has(key));
  }

  private expectNoChange(): void {
    const requests = Object.values(this.world.emulators).flatMap((emulator) => emulator.requests);
    expect(requests.filter(({ method }) => method !== "GET")).toEqual([]);
  }

  private expectSecretsKept(steps: readonly Step[]): void {
    const messages = steps.flatMap(({ failure }) => failure?.message ?? []);
    const shown = [...messages, ...Object.values(this.hosts).map((host) => host.takeOutput())].join("\n");
    expect(shown).not.toContain(SECRET);
    expect(shown).not.toMatch(/TypeError|undefined|\[object/);
  }

  /** A flock's setting changes only with its resource, notes what it was, and goes back to that. */
  private expectModes(before: ReadonlyMap<string, string>, previousBefore: ReadonlyMap<string, string[]>): void {
    const previous = this.previousModes();
    const wrong: string[] = [];
    for (const [key, mode] of this.world.modes()) {
      const was = before.get(key) ?? "";
      const known = previousBefore.get(key) ?? [];
      const now = previous.get(key);
      // A renamed resource notes what the old one had set, and the old one leaves it to the new one.
      for (const noted of now ?? []) if (![was, ...known].includes(noted)) wrong.push(`${key} notes ${noted}`);
      if (now === undefined && !(known.length > 0 ? known : [was]).includes(mode)) wrong.push(`${key} is ${mode}`);
    }
    expect(wrong).toEqual([]);
  }

  private expectDeclared(program: readonly Declared[]): void {
    const { stack, world } = this;
    expect(stack.condemned).toEqual([]);
    expect([...stack.resources.keys()].sort()).toEqual(program.map(({ urn }) => urn).sort());
    const items = world.items();
    const ours = items.filter(({ key }) => !world.strangers.has(key));
    const settings = program.filter(({ className }) => className === "CanaryFlockWebhookSettings");
    const isSettings = (key: string) => key.endsWith(" settings");
    const expected = [...stack.resources.values()].map(keyOf).filter((key) => !isSettings(key));
    expect(ours.map(({ key }) => key).sort()).toEqual(expected.sort());
    for (const declared of settings) expect(world.modes().get(keyOf(declared))).toBe(declared.inputs.mode);
    for (const declared of program) {
      if (settings.includes(declared)) continue;
      const resource = stack.resources.get(declared.urn);
      const item = ours.find(({ key }) => resource !== undefined && key === keyOf(resource));
      expect({ declared, item, isAsDeclared: item && isAsDeclared(item, declared) }).toMatchObject({
        isAsDeclared: true,
      });
    }
  }

  private edit(edits: readonly Edit[]): void {
    for (const edit of edits) {
      if (edit.kind === "declare") {
        this.program.set(edit.place, edit.declared);
        continue;
      }
      const entries = [...this.program];
      const [place, declared] = entries[edit.pick % entries.length] ?? [];
      if (place === undefined || declared === undefined) continue;
      if (edit.kind === "remove") this.program.delete(place);
      else if (edit.kind === "rename") this.program.set(place, renamed(declared));
      else this.program.set(place, modified(declared, edit.values[place]));
    }
  }

  private declared(): Declared[] {
    return [...this.program.values()];
  }

  /** Lets others do something in the middle of the operation. */
  private interrupt(during: Round["during"]): void {
    if (during === null) return;
    let calls = 0;
    for (const emulator of Object.values(this.world.emulators)) {
      emulator.intercept = ({ phase }) => {
        if (phase === "before" && calls++ === during.call) this.world.act(during.action, this.held());
      };
    }
  }

  private known(): Resource[] {
    return [...this.stack.resources.values(), ...this.stack.condemned];
  }

  private held(): Set<string> {
    return new Set(this.known().map(keyOf));
  }

  /** Whether a resource whose creation is in doubt may stand for it. */
  private mayBeOurs(key: string): boolean {
    const item = this.world.items().find((other) => other.key === key);
    return this.known().some((resource) => resource.id.startsWith("unconfirmed") && item && namesakeOf(resource)(item));
  }

  private previousModes(): Map<string, string[]> {
    const settings = this.known().filter(({ className }) => className === "CanaryFlockWebhookSettings");
    const byFlock = Map.groupBy(settings, keyOf);
    return new Map([...byFlock].map(([key, all]) => [key, all.map(({ outputs }) => outputs.previousMode as string)]));
  }
}

function renamed({ urn, inputs, ...rest }: Declared): Declared {
  const other = urn.endsWith(" a") ? urn.replace(/a$/, "b") : urn.replace(/b$/, "a");
  return { ...rest, urn: other, inputs: { ...inputs, adoptExisting: true } };
}

/** The same resource with these values, as far as it has them and they can be changed in place. */
function modified(declared: Declared, values: Properties): Declared {
  const fixed = isOfCoralogix(declared.className) ? ["type"] : ["flockId", "url", "team", "channel"];
  const changes = Object.entries(values).filter(([name]) => name in declared.inputs && !fixed.includes(name));
  return { ...declared, inputs: { ...declared.inputs, ...Object.fromEntries(changes) } };
}
