import { printable, redact } from "../provider/http/redact";

/** Where text goes. */
export interface TextStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Ends what a progress line shows. */
const CLEAR_LINE = "\r\u001b[K";

/** What a command prints: results on stdout, all else on stderr. */
export class Terminal {
  private readonly stdout: TextStream;
  private readonly stderr: TextStream;
  private readonly secretSources: (() => readonly string[])[] = [];
  private hasProgress = false;

  constructor(stdout: TextStream, stderr: TextStream) {
    this.stdout = stdout;
    this.stderr = stderr;
  }

  /** Keeps secrets off the screen, also those that will be read later. */
  hide(secrets: () => readonly string[]): void {
    this.secretSources.push(secrets);
  }

  /** A text from outside, on one line and without secrets. */
  safe(text: string, shown: Iterable<string> = []): string {
    const secrets = this.secretSources.flatMap((source) => source());
    return printable(redact(text, secrets, shown), LONGEST_LINE);
  }

  /** Prints lines of a result. */
  print(text: string): void {
    this.clearProgress();
    this.stdout.write(`${text}\n`);
  }

  /** Prints a result as JSON. */
  printJson(value: unknown): void {
    this.print(JSON.stringify(value, undefined, 2));
  }

  /** Tells something that is no result. */
  note(text: string): void {
    this.clearProgress();
    this.stderr.write(`${text}\n`);
  }

  /** Shows how far a long work has come, on terminals alone. */
  progress(text: string): void {
    if (this.stderr.isTTY !== true) return;
    this.hasProgress = true;
    this.stderr.write(`${CLEAR_LINE}${text}`);
  }

  clearProgress(): void {
    if (!this.hasProgress) return;
    this.hasProgress = false;
    this.stderr.write(CLEAR_LINE);
  }
}

const LONGEST_LINE = 4_000;
