import type { CanaryBehaviour } from "./behaviour";

type Spelling = CanaryBehaviour["urlSpelling"];

const spellings: Readonly<Record<Spelling, (url: string) => string>> = {
  "as sent": (url) => url,
  "no trailing slash": (url) => url.replace(/\/+(?=$|[?#])/, ""),
  "upper-case escapes": (url) => url.replaceAll(/%[\da-f]{2}/gi, (escape) => escape.toUpperCase()),
  "lower-case escapes": (url) => url.replaceAll(/%[\da-f]{2}/gi, (escape) => escape.toLowerCase()),
  "unreserved decoded": (url) =>
    url.replaceAll(/%[\da-f]{2}/gi, (escape) => {
      const character = String.fromCharCode(parseInt(escape.slice(1), 16));
      return /[\w.~-]/.test(character) ? character : escape;
    }),
  "no fragment": (url) => url.replace(/#.*$/, ""),
  "lower-case path": (url) =>
    url.replace(/^(https?:\/\/[^/?#]*)([^?#]*)/i, (_, host: string, path: string) => host + path.toLowerCase()),
};

/** A URL as the console stores it. */
export function stored(url: string, { urlSpelling }: CanaryBehaviour): string {
  return spellings[urlSpelling](url);
}

/** Whether a call that sends `sent` means the webhook whose stored URL is `held`. */
export function isMeant(sent: string, held: string, behaviour: CanaryBehaviour): boolean {
  return held === sent || held === stored(sent, behaviour);
}
