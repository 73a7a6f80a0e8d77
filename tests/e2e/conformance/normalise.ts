import type { Emulator } from "../../../emulator";
import type { Outcome, ResourceState } from "./scenario";

/** Puts what differs from run to run (ids, the emulator's port) into words that don't. */
export class Normaliser {
  private readonly port: number;
  /** The ids that each name has had, in order. */
  private readonly ids = new Map<string, string[]>();

  constructor({ port }: Emulator) {
    this.port = port;
  }

  outcome(
    steps: readonly { urn: string; operation: string; isFailed: boolean }[],
    resources: readonly { urn: string; state: ResourceState }[],
    held: unknown,
  ): Outcome {
    const inOrder = [...resources].sort(
      (a, b) => Number(a.state.isPendingDeletion) - Number(b.state.isPendingDeletion),
    );
    const states = inOrder.map(({ urn, state }) => {
      const name = nameOf(urn);
      return [name, this.plain({ ...state, id: this.idOf(name, state.id) })] as const;
    });
    return {
      steps: grouped(
        steps.map(
          ({ urn, operation, isFailed }) => [nameOf(urn), isFailed ? `${operation} fails` : operation] as const,
        ),
      ),
      resources: grouped(states),
      held,
    };
  }

  private idOf(name: string, id: string): string {
    const known = this.ids.get(name) ?? [];
    if (!known.includes(id)) known.push(id);
    this.ids.set(name, known);
    return `id ${known.indexOf(id) + 1}`;
  }

  private plain(state: ResourceState): ResourceState {
    const text = JSON.stringify(state, sorted)
      .replaceAll(`127.0.0.1:${this.port}`, "emulator")
      .replace(/"externalId":\d+/g, '"externalId":"number"')
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "uuid");
    return JSON.parse(text) as ResourceState;
  }
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}

function grouped<Value>(entries: readonly (readonly [string, Value])[]): Record<string, Value[]> {
  const groups: Record<string, Value[]> = {};
  for (const [name, value] of entries) (groups[name] ??= []).push(value);
  return groups;
}
