import { randomUUID } from "node:crypto";

interface Inputs {
  headers: { Authorization: string };
}

/** Answers at once. It tells a change of the headers, as the floor of an update is an update that does nothing. */
export const nothing = {
  check: (_olds: Inputs, news: Inputs) => Promise.resolve({ inputs: news }),
  diff: (_id: string, olds: Inputs, news: Inputs) =>
    Promise.resolve({ changes: olds.headers.Authorization !== news.headers.Authorization }),
  create: (inputs: Inputs) => Promise.resolve({ id: randomUUID(), outs: inputs }),
  read: (id: string, props: Inputs) => Promise.resolve({ id, props }),
  update: (_id: string, _olds: Inputs, news: Inputs) => Promise.resolve({ outs: news }),
  delete: () => Promise.resolve(),
};
