import type { BulkResult, CoralogixAccount } from "../../provider/coralogix/account";
import type { Integration } from "../../provider/coralogix/integration.contract";
import { type Original, fromWire, isAsSent } from "../../provider/coralogix/wire";
import { ApiError } from "../../provider/http/errors";
import { isRefused } from "../../provider/lifecycle/errors";
import { hostOf } from "../../provider/url";
import type { Step, Webhook } from "./plan";
import { type Failure, INTERRUPTED, NOT_AS_SENT, type Transfer, readBoth } from "./transfer";

/** How many go into one bulk call. */
const BATCH = 100;

/** An integration of one of the accounts. */
interface Copyable extends Webhook, Original {
  /** None where it can't be copied. */
  readonly integration: Integration | undefined;
}

type CopyStep = Step<Copyable>;
type Tell = (step: CopyStep, failure: Failure) => void;

/** Copies by the older API, as its page says in "Copying Webhooks between accounts". */
export async function olderTransfer(source: CoralogixAccount, target: CoralogixAccount): Promise<Transfer<Copyable>> {
  const [sources, targets] = await readBoth(source, target, copyables);
  const [from, to] = [companyIn(sources), companyIn(targets)];
  return {
    sources,
    targets,
    isSameAccount: source.host === target.host && from !== undefined && from === to,
    isCopy: ({ integration }, { shown }) => integration !== undefined && isAsSent(shown, integration),
    async perform(steps, tell, interruption) {
      // The page shows calls that create and calls that update, and none that does both.
      for (const action of ["create", "update"]) {
        const chosen = steps.filter((step) => step.action === action);
        for (let start = 0; start < chosen.length; start += BATCH) {
          await write(target, chosen.slice(start, start + BATCH), tell, interruption);
        }
      }
    },
  };
}

async function copyables(account: CoralogixAccount): Promise<Copyable[]> {
  return (await account.originals()).map((original): Copyable => {
    const { shown } = original;
    const integration = fromWire(shown, {});
    return {
      ...original,
      integration,
      name: shown.alias,
      type: integration?.type ?? `type ${shown.integration_type_id}`,
      host: hostOf(shown.url) ?? "",
      obstacle: obstacleOf(original, integration),
    };
  });
}

function obstacleOf({ shown }: Original, integration: Integration | undefined): string | undefined {
  if (shown.flaw !== undefined) return `it is shown in another form than documented (at "${shown.flaw}")`;
  return integration === undefined ? "this API's page does not have its type" : undefined;
}

function companyIn(copyables: readonly Copyable[]): number | undefined {
  return copyables.find(({ shown }) => shown.company_id !== undefined)?.shown.company_id;
}

/** Writes by one call; where that is refused, by one for each half, so that one that is not allowed stops no other. */
async function write(
  target: CoralogixAccount,
  steps: readonly CopyStep[],
  tell: Tell,
  interruption: AbortSignal,
): Promise<void> {
  if (interruption.aborted) {
    for (const step of steps) tell(step, INTERRUPTED);
    return;
  }
  const { done, failure } = await resultOf(target, steps);
  for (const step of steps.filter((_, index) => done[index])) tell(step, undefined);
  const open = steps.filter((_, index) => !done[index]);
  if (steps.length === 1 || !isRefused(failure)) {
    for (const step of open) tell(step, failure?.message ?? NOT_AS_SENT);
    return;
  }
  const middle = Math.ceil(open.length / 2);
  for (const half of [open.slice(0, middle), open.slice(middle)]) {
    if (half.length > 0) await write(target, half, tell, interruption);
  }
}

async function resultOf(target: CoralogixAccount, steps: readonly CopyStep[]): Promise<BulkResult> {
  try {
    return await target.writeAll(steps.map(writeOf));
  } catch (failure) {
    // The target can't be read any more. What was copied before is told all the same.
    if (!(failure instanceof ApiError)) throw failure;
    return { done: [], failure };
  }
}

function writeOf({ source: { body, integration }, target }: CopyStep) {
  if (integration === undefined) throw new Error("What can't be copied is not written.");
  return { body, integration, ...(target !== undefined && { id: target.shown.id }) };
}
