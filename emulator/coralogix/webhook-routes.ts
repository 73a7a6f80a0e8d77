import type { FastifyInstance } from "fastify";
import type { Answer } from "../world/call";
import { accountCalls, type CoralogixWorld } from "./account-call";
import { InvalidIntegrationError, webhookError } from "./errors";
import { isObject } from "./integration-types";
import { type AccountState, type Integration, uuidOf } from "./state";
import { parseWebhook, shownSummary, shownWebhook, type WebhookValues } from "./webhook-data";
import { webhookTypes } from "./webhook-types";

const API = "/mgmt/openapi/5";
const WEBHOOKS = `${API}/integrations/webhooks/v1`;

interface ById {
  Params: { id: string };
}

/** The calls of today's API, which are those of the OpenAPI document "Outgoing Webhooks". */
export function webhookRoutes(app: FastifyInstance, world: CoralogixWorld, newNumber: () => number): void {
  const errorBody = (message: string, code: number) => webhookError(message, code, world.behaviour);
  const failure = (status: number, message: string): Answer => ({ status, body: errorBody(message, status) });
  const success = (body: unknown = {}): Answer => ({ status: 200, body });
  const handle = accountCalls(world, errorBody);

  /** What reads show of an account, which may be what it was some time ago. */
  const shownOf = (account: AccountState, key: string): AccountState => world.history.shown().accounts[key] ?? account;

  const withWebhook = (account: AccountState, id: unknown, use: (webhook: Integration) => Answer): Answer => {
    const found = account.integrations.find((each) => uuidOf(account, each) === id);
    return found ? use(found) : failure(404, `Not Found: there is no outgoing webhook ${String(id)}`);
  };

  /** Runs something with what was sent, as far as it is valid. */
  const withValues = (data: unknown, existing: Integration | undefined, use: (values: WebhookValues) => Answer) => {
    try {
      return use(parseWebhook(data, existing));
    } catch (error) {
      if (error instanceof InvalidIntegrationError) return failure(400, error.message);
      throw error;
    }
  };

  const testResult = (): Answer => {
    if (world.behaviour.testResult === "success") return success({ success: {} });
    const failed = {
      errorMessage: "Could not post the test event",
      displayMessage: "The test failed",
      statusCode: 500,
    };
    return success({ failure: failed });
  };

  const isTaken = ({ integrations }: AccountState, name: string, existing?: Integration) =>
    world.behaviour.duplicateAlias === "error" &&
    integrations.some((other) => other !== existing && other.alias === name);

  app.get(WEBHOOKS, (request, reply) =>
    handle(request, reply, {
      name: "webhooks list",
      params: {},
      run: (account, key) => {
        const { integrations, rawSummaries = [] } = shownOf(account, key);
        const deployed = integrations.map((each) => shownSummary(account, each, world.behaviour));
        return success({ deployed: [...deployed, ...rawSummaries] });
      },
    }),
  );

  app.get(`${WEBHOOKS}/list/summaries`, (request, reply) =>
    handle(request, reply, {
      name: "webhooks summaries",
      params: {},
      run: (account, key) => {
        const all = shownOf(account, key).integrations.map((each) => shownSummary(account, each, world.behaviour));
        return success({ outboundWebhookSummaries: all.map(({ url, ...summary }) => summary) });
      },
    }),
  );

  app.get<{ Querystring: { type?: string } }>(`${WEBHOOKS}/list/by-types`, (request, reply) =>
    handle(request, reply, {
      name: "webhooks by type",
      params: request.query,
      run: (account, key) => {
        const all = shownOf(account, key).integrations.map((each) => shownSummary(account, each, world.behaviour));
        const wanted = all.filter(({ type }) => type === (request.query.type ?? type));
        return success({ deployed: wanted.map(({ type, ...summary }) => summary) });
      },
    }),
  );

  app.get<ById>(`${WEBHOOKS}/:id`, (request, reply) =>
    handle(request, reply, {
      name: "webhooks get",
      params: request.params,
      run: (account, key) =>
        withWebhook({ ...account, ...shownOf(account, key) }, request.params.id, (found) =>
          success({ webhook: shownWebhook(account, found, world.behaviour) }),
        ),
    }),
  );

  app.post(WEBHOOKS, (request, reply) => {
    const params = paramsOf(request.body);
    const run = (account: AccountState) =>
      withValues(params.data, undefined, (values) => {
        if (isTaken(account, values.alias)) return failure(400, `name ${values.alias} is already used`);
        const now = new Date().toISOString();
        const created = { id: newNumber(), ...values, created_at: now, updated_at: now };
        account.integrations.push(created);
        return success({ id: uuidOf(account, created) });
      });
    return handle(request, reply, { name: "webhooks create", params, run });
  });

  app.put(WEBHOOKS, (request, reply) => {
    const params = paramsOf(request.body);
    const run = (account: AccountState) =>
      withWebhook(account, params.id, (found) =>
        withValues(params.data, found, (values) => {
          if (isTaken(account, values.alias, found)) return failure(400, `name ${values.alias} is already used`);
          const updated_at = new Date().toISOString();
          if (world.behaviour.updateEffect === "applied") Object.assign(found, values, { updated_at });
          return success();
        }),
      );
    return handle(request, reply, { name: "webhooks update", params, run });
  });

  app.delete<ById>(`${WEBHOOKS}/:id`, (request, reply) =>
    handle(request, reply, {
      name: "webhooks delete",
      params: request.params,
      run: (account) =>
        withWebhook(account, request.params.id, (found) => {
          account.integrations = account.integrations.filter((other) => other !== found);
          return success();
        }),
    }),
  );

  app.get<ById>(`${WEBHOOKS}/:id/test`, (request, reply) =>
    handle(request, reply, {
      name: "webhooks test",
      params: request.params,
      run: (account) => withWebhook(account, request.params.id, testResult),
    }),
  );

  app.post(`${API}/integrations/webhooks-test/v1`, (request, reply) => {
    const params = paramsOf(request.body);
    return handle(request, reply, {
      name: "webhooks test unsaved",
      params,
      run: () => withValues(params.data, undefined, testResult),
    });
  });

  app.get(`${API}/integrations/webhook-types/v1`, (request, reply) =>
    handle(request, reply, {
      name: "webhook types",
      params: {},
      run: ({ integrations }) => {
        const count = (id: number) => integrations.filter((each) => each.integration_type_id === id).length;
        return success({
          webhooks: webhookTypes.map(({ word, label }, id) => ({ type: word, label, count: count(id) })),
        });
      },
    }),
  );

  app.get<{ Params: { type: string } }>(`${API}/integrations/webhook-types/v1/:type`, (request, reply) =>
    handle(request, reply, {
      name: "webhook types get",
      params: request.params,
      run: () => {
        const found = webhookTypes.find(({ word }) => word === request.params.type);
        if (found === undefined) return failure(400, "type must be one of WebhookType");
        return success({ details: { type: found.word, label: found.label } });
      },
    }),
  );

  app.all("/mgmt/*", (request, reply) => {
    world.recorder.record(request, "unknown", "").status = 404;
    return reply.code(404).send(errorBody("Not Found: Not Found", 404));
  });
}

function paramsOf(body: unknown): Record<string, unknown> {
  return isObject(body) ? body : {};
}
