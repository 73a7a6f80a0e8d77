import type { ClientRequest } from "node:http";
import { TLSSocket } from "node:tls";

import axios, { AxiosError, type AxiosInstance, type AxiosResponse } from "axios";
import { Semaphore } from "async-mutex";
import type { z } from "zod";

import { createAgents } from "./agents";
import { pathOf } from "./answers";
import { CircuitBreaker } from "./circuit-breaker";
import { timeLeftMs } from "./deadline";
import { ApiError, type Outcome, confirmByRead, extend } from "./errors";
import type { Limits } from "./limits";
import { RateLimiter } from "./rate-limiter";
import { printable } from "./redact";
import { shutdown } from "./shutdown";
import { eventually, isTransientStatus, outcomeOfStatus, retryAfterMs, retrying } from "./retry";
import { WaitReport } from "./wait-report";

/** The largest answer that is read, in bytes. A list of a thousand webhooks is well under a megabyte. */
const LARGEST_ANSWER = 64 * 1024 * 1024;

/** What differs between the vendors' APIs in how they answer. */
export interface ApiDialect {
  /**
   * What is wrong by an answer's body, or `undefined` where it says success.
   * @param body its JSON; of an error that is not JSON, its text
   */
  problem(body: unknown, status: number): string | undefined;
  /** Whether a refusal is about the credential. */
  isUnauthorized(status: number, problem: string | undefined): boolean;
  /** What is wrong when the credential is rejected, and where it comes from. */
  readonly unauthorized: string;
  /** Whether an error says that the API has no such call, so that the address may be that of something else. */
  isMissingRoute?(status: number, problem: string | undefined): boolean;
}

export interface Request {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** From the root of the API, without a query. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  /** Whether it takes the place of something that was removed just now: it is sent even when the engine is gone. */
  readonly afterRemoval?: boolean;
}

export interface ClientOptions {
  /** Scheme, host and port. */
  readonly baseUrl: string;
  /** What gives the address, as messages name it. */
  readonly addressSource: string;
  /** Carries the credential. */
  readonly headers: Readonly<Record<string, string>>;
  readonly dialect: ApiDialect;
  readonly limits: Limits;
  /** Tells the user what a call waits for. */
  readonly notify?: ((message: string) => void) | undefined;
}

/** Sends calls to one account of one API. Everything it throws is an {@link ApiError}. */
export class Client {
  private readonly axios: AxiosInstance;
  private readonly options: ClientOptions;
  private readonly slots: Semaphore;
  private readonly limiter: RateLimiter;
  private readonly breaker = new CircuitBreaker();
  private readonly report: WaitReport;
  private readonly host: string;
  /** Whether anything has ever been answered. */
  private hasAnswered = false;

  constructor(options: ClientOptions) {
    this.options = options;
    this.slots = new Semaphore(options.limits.parallelCalls);
    this.limiter = new RateLimiter(options.limits.maxWaitSeconds * 1000);
    this.report = new WaitReport(options.notify);
    this.host = new URL(options.baseUrl).host;
    this.axios = axios.create({
      ...createAgents(options.limits.connectTimeoutSeconds * 1000),
      baseURL: options.baseUrl,
      headers: { "User-Agent": "pulumi-alert-webhooks", Accept: "application/json", ...options.headers },
      // Plain http goes to this machine alone, while a proxy would be shown the credential.
      ...(options.baseUrl.startsWith("http:") && { proxy: false }),
      maxRedirects: 0,
      maxContentLength: LARGEST_ANSWER,
      responseType: "text",
      // Without this, axios would parse JSON leniently: a malformed answer would look like a good one.
      transformResponse: [],
      validateStatus: null,
    });
  }

  /** Reads. An answer that is not of the documented form counts as malformed. */
  async read<T>(request: Request, form: z.ZodType<T>): Promise<T> {
    try {
      return await this.retrying(request, async () => this.parsedAs(form, request, await this.send(request)));
    } catch (error) {
      throw error instanceof ApiError && error.outcome === "unknown"
        ? extend(error, { outcome: "read failed" })
        : error;
    }
  }

  /**
   * Sends a change. A refusal is final. Where an attempt is in doubt, `tookEffect` reads what the API holds and decides.
   * @param repeatable Whether a change that takes effect twice, or late, does what it does once. What is not waits for
   *   as long as the API may lag before it is repeated, and is not repeated after a time-out.
   * @returns the answer, or `undefined` where only `tookEffect` told that the call succeeded.
   */
  async change(request: Request, tookEffect: () => Promise<boolean>, repeatable: boolean): Promise<unknown> {
    const inTheEnd = () => this.eventually(tookEffect);
    let wasInDoubt = false;
    const attempt = async () => {
      try {
        return await this.send(request);
      } catch (error) {
        if (!(error instanceof ApiError) || error.outcome === "not sent" || error.rejectedUnprocessed) throw error;
        if (error.outcome === "refused" && !wasInDoubt) throw error;
        wasInDoubt = true;
        // What refuses a repetition may be the first attempt, of which the API need not show anything yet.
        const isRepeated = repeatable && error.transient && error.outcome !== "refused";
        const decide = isRepeated ? tookEffect : inTheEnd;
        if (await confirmByRead(decide, error)) return undefined;
        if (!repeatable && (error.outcome === "refused" || error.timedOut)) {
          throw extend(error, { outcome: "unknown", transient: false });
        }
        throw extend(error, { outcome: "refused" });
      }
    };
    return this.retrying(request, attempt);
  }

  /**
   * Removes something, or finds that it is gone.
   * @param repeatable as for a change
   */
  async remove(request: Request, isGone: () => Promise<boolean>, repeatable: boolean): Promise<void> {
    try {
      await this.change(request, isGone, repeatable);
    } catch (error) {
      const isRefused = error instanceof ApiError && error.outcome === "refused" && !error.rejectedUnprocessed;
      if (!isRefused || !(await isGone())) throw error;
    }
  }

  /** Whether a read says yes, be it only after a while: what the API shows may lag what it does. */
  async eventually(read: () => Promise<boolean>): Promise<boolean> {
    return eventually(this.options.limits.listLagSeconds * 1000, read);
  }

  /** Asks an account that is given up once more: a new run of the engine may have started. */
  probeNext(): void {
    this.breaker.probeNext();
  }

  /** Sends a call once. */
  async send(request: Request): Promise<unknown> {
    return this.slots.runExclusive(async () => {
      await this.limiter.acquire();
      const isOwed = request.afterRemoval === true;
      const call = this.nameOf(request);
      if (shutdown.signal.aborted && !isOwed) throw notSent(call);
      return this.breaker.run(call, isOwed, async () => this.bodyOf(call, await this.exchange(call, request)));
    });
  }

  private retrying<T>(request: Request, task: () => Promise<T>): Promise<T> {
    const { breaker, report } = this;
    const { limits } = this.options;
    return retrying({ limits, breaker, report, call: this.nameOf(request), isOwed: request.afterRemoval }, task);
  }

  /** The call as messages name it: a query could hold a secret. */
  private nameOf({ method, path }: Request): string {
    return `${method} ${this.host}${path}`;
  }

  private async exchange(call: string, request: Request): Promise<AxiosResponse<string>> {
    const callMs = this.options.limits.callTimeoutSeconds * 1000;
    // What takes the place of something that was removed just now gets the time that it takes.
    const leftMs = request.afterRemoval === true ? callMs : (timeLeftMs() ?? callMs);
    const timeoutMs = Math.max(1, Math.ceil(Math.min(callMs, leftMs)));
    let answer: AxiosResponse<string>;
    try {
      answer = await this.axios.request<string>({
        method: request.method,
        url: request.path,
        params: request.query,
        data: request.form === undefined ? request.json : new URLSearchParams(request.form),
        signal: AbortSignal.timeout(timeoutMs),
      });
    } catch (error) {
      throw this.notAnswered(call, error, timeoutMs);
    }
    // What a proxy answers instead of connecting comes in the place of the API's answer, and could say anything.
    const { socket } = answer.request as ClientRequest;
    if (this.options.baseUrl.startsWith("http:") || socket instanceof TLSSocket) {
      this.hasAnswered = true;
      return answer;
    }
    const message = `${call} was not sent: the proxy did not connect to the API (${answer.status}).`;
    throw new ApiError(message, { call, outcome: "not sent", transient: isTransientStatus(answer.status) });
  }

  private bodyOf(call: string, answer: AxiosResponse<string>): unknown {
    const { status, headers } = answer;
    const body = parsed(answer.data);
    const { dialect } = this.options;
    const isText = body === undefined && status >= 400;
    const problem = body === undefined && !isText ? undefined : dialect.problem(body ?? answer.data, status);
    if (status >= 200 && status < 300 && body !== undefined && problem === undefined) {
      this.limiter.accepted();
      return body;
    }

    const reason = problem === undefined ? "" : `: ${printable(problem)}`;
    if (dialect.isUnauthorized(status, problem)) {
      throw new ApiError(`${call} was refused (${status}${reason}). ${dialect.unauthorized}`, {
        call,
        outcome: "refused",
        status,
        transient: false,
        rejectedUnprocessed: true,
        unauthorized: true,
      });
    }
    if (status >= 200 && status < 300) {
      // An answer that can't be understood says nothing of whether the call took effect.
      const outcome: Outcome = body === undefined ? "unknown" : "refused";
      const what = body === undefined ? "was answered with something that is not JSON" : `failed (${status}${reason})`;
      throw new ApiError(`${call} ${what}.`, { call, outcome, status, transient: body === undefined });
    }
    if (status >= 300 && status < 400) {
      const message = `${call} was answered with a redirect (${status}), which is never followed: is the address of the API right?`;
      throw new ApiError(message, { call, outcome: "unknown", status, transient: false });
    }
    const isMissing = dialect.isMissingRoute?.(status, problem) === true;
    const doubt = isMissing ? ` There is no such call: is the address of ${this.options.addressSource} right?` : "";
    const wait = retryAfterMs(headers["retry-after"]);
    if (status === 429) this.limiter.throttled(Math.min(wait ?? 0, this.options.limits.maxWaitSeconds * 1000));
    throw new ApiError(`${call} failed (${status}${reason}).${doubt}`, {
      call,
      // Text may as well be a gateway's, so a read tells what it is worth.
      outcome: outcomeOfStatus(status, isText ? undefined : problem),
      status,
      apiMessage: problem,
      transient: isTransientStatus(status),
      rejectedUnprocessed: status === 429,
      timedOut: status === 504,
      retryAfterMs: wait,
    });
  }

  private parsedAs<T>(form: z.ZodType<T>, request: Request, body: unknown): T {
    const answer = form.safeParse(body);
    if (answer.success) return answer.data;
    const call = this.nameOf(request);
    const message = `${call} was answered in another form than documented (at "${pathOf(answer.error)}").`;
    throw new ApiError(message, { call, outcome: "read failed", transient: true });
  }

  private notAnswered(call: string, error: unknown, timeoutMs: number): ApiError {
    const code = error instanceof AxiosError ? (error.code ?? "") : "";
    const source = this.hasAnswered ? "" : ` The address is that of ${this.options.addressSource}.`;
    if (NEVER_CONNECTED.test(code)) {
      const message = `${call} could not be sent: no connection (${code}).${source}`;
      const transient = this.hasAnswered || !CERTAINLY_WRONG.test(code);
      return new ApiError(message, { call, outcome: "not sent", transient });
    }
    if (CERTIFICATE.test(code)) {
      const message = `${call} was not sent: the server's certificate was refused (${code}).${source} For a private certificate authority set NODE_EXTRA_CA_CERTS.`;
      return new ApiError(message, { call, outcome: "not sent", transient: false });
    }
    if (code === AxiosError.ERR_CANCELED) {
      const message = `${call} was not answered within ${timeoutMs / 1000} s.`;
      return new ApiError(message, { call, outcome: "unknown", transient: true, timedOut: true });
    }
    if (code === AxiosError.ERR_BAD_RESPONSE && !(error instanceof AxiosError && error.message.includes("aborted"))) {
      const message = `${call} was answered with more than ${LARGEST_ANSWER / 1024 / 1024} MiB, which is not read.`;
      return new ApiError(message, { call, outcome: "unknown", transient: false });
    }
    const message = `${call} was not answered: the connection broke (${code}).`;
    return new ApiError(message, { call, outcome: "unknown", transient: true });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text, (key, value: unknown) => (key === "__proto__" ? undefined : value));
  } catch {
    return undefined;
  }
}

function notSent(call: string): ApiError {
  const message = `${call} was not sent: the engine that asked for it is gone.`;
  return new ApiError(message, { call, outcome: "not sent", transient: false });
}

/** What a first call meets where the address is wrong. */
const CERTAINLY_WRONG = /^(ECONNREFUSED|ENOTFOUND)$/;
const NEVER_CONNECTED = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ERR_CONNECT_TIMEOUT)$/;
const CERTIFICATE = /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_/;
