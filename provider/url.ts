/** The host of a URL, with its port: what may be shown of an address that is a credential. */
export function hostOf(url: unknown): string | undefined {
  return typeof url === "string" && URL.canParse(url) ? new URL(url).host : undefined;
}

const UNRESERVED = /^[A-Za-z0-9._~-]$/;

/**
 * The spelling that all spellings of a URL have in common: scheme and host in lower case, no default port, percent
 * escapes in upper case and only where they are needed, no trailing slash and no fragment.
 */
export function canonicalUrl(text: string): string {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  url.hash = "";
  url.pathname = url.pathname.replace(/\/+$/, "");
  return url.href.replace(/%[0-9a-f]{2}/gi, (escape) => {
    const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    return UNRESERVED.test(character) ? character : escape.toUpperCase();
  });
}

/** Whether two texts are spellings of one URL. */
export function isSameUrl(a: string, b: string): boolean {
  return a === b || canonicalUrl(a) === canonicalUrl(b);
}

/** Whether two URLs have one host, in whichever spelling. */
export function hasSameHost(a: string | undefined, b: string | undefined): boolean {
  return hostOf(a) !== undefined && hostOf(a) === hostOf(b);
}
