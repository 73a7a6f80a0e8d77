import { DEFAULT_FLOCK, Emulator, type Behaviour } from "../../../emulator";
import { integrationTypes } from "../../../emulator/coralogix/integration-types";
import type { Specimen } from "../../specimens";
import { webhookTypes } from "../../../emulator/coralogix/webhook-types";
import { canary, coralogix, type Reply, webhooks } from "./client";

type Ask = (emulator: Emulator) => Promise<Reply>;

/** What an emulator of this behaviour answers to whoever makes, changes and removes something like the specimen. */
export async function tour(specimen: Specimen, behaviour: Partial<Behaviour>): Promise<string> {
  const emulator = await Emulator.start({ behaviour });
  try {
    const answers: unknown[] = [];
    for (const ask of toursOf(specimen)) {
      const { status, body } = await ask(emulator);
      answers.push({ status, body });
    }
    const masked = (name: string, value: unknown) => (/^(.+_at|.+At|webhook_id)$/.test(name) ? "any" : value);
    return JSON.stringify(answers, masked).replaceAll(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, "uuid");
  } finally {
    await emulator.stop();
  }
}

function toursOf(specimen: Specimen): Ask[] {
  if (specimen.vendor === "canary") return webhookTour(specimen);
  return specimen.className === "CoralogixIntegration" ? integrationTour(specimen) : outboundTour(specimen);
}

function webhookTour({ className, inputs }: Specimen): Ask[] {
  const { flockId, headers, ...values } = inputs;
  const parameters = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
  const read = (call: string) => (emulator: Emulator) => canary(emulator, "GET", call);
  const post = (call: string) => (emulator: Emulator) => canary(emulator, "POST", call, parameters);
  const tourOf = (list: string, kind: string, add: Ask, addAgain = add): Ask[] => [
    read(list),
    add,
    read(list),
    addAgain,
    read(list),
    post(`${kind}/test`),
    post(`${kind}/remove`),
    post(`${kind}/remove`),
    post(`${kind}/remove`),
  ];
  switch (className) {
    case "CanaryGenericWebhook": {
      const sent = { ...parameters, headers: JSON.stringify(headers) };
      const add: Ask = (emulator) => canary(emulator, "POST", "generic/add", sent);
      return tourOf("generic/list", "generic", add);
    }
    case "CanaryMsTeamsWebhook":
      return tourOf("ms_teams", "ms_teams", post("ms_teams/add"));
    case "CanarySplunkWebhook":
      return tourOf("splunk", "splunk", post("splunk/add"), (emulator) =>
        canary(emulator, "POST", "splunk/add", { ...parameters, host: "other.example" }),
      );
    case "CanarySlackWebhook": {
      const { team = "", channel = "" } = parameters;
      const add: Ask = (emulator) => {
        emulator.addSlackWebhook(DEFAULT_FLOCK, { team, channel }).url = "https://hooks.example/slack";
        return canary(emulator, "POST", "slack/test", { url: "https://hooks.example/slack" });
      };
      return [read("slack"), add, post("slack/remove"), post("slack/remove")];
    }
    default:
      return [post("use_global"), read("is_enabled"), read("is_global")];
  }
}

function integrationTour({ inputs, expected }: Specimen): Ask[] {
  const [held] = expected as [{ integration_type_id: number; integration_type_fields: { name: string }[] }];
  const fields = held.integration_type_fields;
  const type = integrationTypes[held.integration_type_id];
  const body = {
    alias: inputs.alias,
    url: inputs.url ?? "",
    integration_type_fields: JSON.stringify(fields),
    integration_type_id: type?.id,
    integration_type: { id: type?.id, label: type?.name, icon: type?.icon },
  };
  const older = {
    ...body,
    integration_type_fields: JSON.stringify(fields.filter(({ name }) => name === "payload")),
    integration_type: { ...body.integration_type, icon: type?.olderIcon ?? type?.icon },
  };
  const withoutFields = { ...body, alias: "no fields", integration_type_fields: undefined };
  const post = (sent: object) => (emulator: Emulator) => coralogix(emulator, "POST", "", sent);
  return [
    post(body),
    post({ ...body, id: 1050, alias: "renamed" }),
    post({ ...body, alias: "renamed" }),
    post(withoutFields),
    (emulator) => coralogix(emulator, "GET"),
    ...(fields.some(({ name }) => name === "payload") ? [post(older)] : []),
  ];
}

function outboundTour({ inputs, expected }: Specimen): Ask[] {
  const [held] = expected as [{ integration_type_id: number }];
  const { type: _type, name, url, digests, attachments, payload, ...others } = inputs;
  const { word = "", configuration = "" } = webhookTypes[held.integration_type_id] ?? {};
  const texts = Object.entries({ payload, ...others }).map(([field, value]) => [
    field,
    typeof value === "object" && /^(payload|detail)$/.test(field) ? JSON.stringify(value) : value,
  ]);
  const data = { type: word, name, url, [configuration]: Object.fromEntries(texts) as object };
  const off = { attachments: [{ type: "EMPTY", isActive: false }] };
  const none = "00000000-0000-0000-0000-000000000000";
  return [
    (emulator) => webhooks(emulator, "POST", "", { data }),
    (emulator) => webhooks(emulator, "POST", "", { data }),
    (emulator) => webhooks(emulator, "GET"),
    (emulator) => webhooks(emulator, "GET", `/${none}`),
    async (emulator) => {
      const { body } = await webhooks(emulator, "GET");
      const [first] = (body as { deployed: { id: string }[] }).deployed;
      const id = first?.id ?? "";
      await webhooks(emulator, "PUT", "", { id, data: { ...data, ...(word === "SLACK" && { slack: off }) } });
      return webhooks(emulator, "GET", `/${id}`);
    },
  ];
}
