/** A request as the emulator met it. */
export interface RecordedRequest {
  method: string;
  /** The path without the query. */
  path: string;
  /** The path with the query, as sent. */
  url: string;
  /** The short name of the call, such as `generic/add` or `integrations create`; `unknown` for a path of no page. */
  call: string;
  /** The token or key that came with it; empty where none did. */
  credential: string;
  /** The status of the answer; 0 where there was none (yet). */
  status: number;
  /** When it came, in milliseconds since the epoch. */
  time: number;
  /** The form's parameters or the JSON, parsed; the text itself where it is no JSON. */
  body: unknown;
}

/** What a recorder needs to know of an HTTP request. */
export interface IncomingRequest {
  readonly method: string;
  readonly url: string;
  readonly body: unknown;
}

const KEPT = 100_000;

/** The vendors' calls so far: at least the last 100,000, the oldest first. */
export class Recorder {
  readonly requests: RecordedRequest[] = [];

  record({ method, url, body }: IncomingRequest, call: string, credential: string): RecordedRequest {
    const [path = ""] = url.split("?", 1);
    const record = { method, path, url, call, credential, status: 0, time: Date.now(), body };
    this.requests.push(record);
    // Trimmed in steps, since taking the first element off a long array costs its whole length.
    if (this.requests.length > KEPT * 1.1) this.requests.splice(0, this.requests.length - KEPT);
    return record;
  }

  clear(): void {
    this.requests.length = 0;
  }
}
