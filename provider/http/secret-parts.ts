/** The shortest part of a URL that is taken for a secret by itself. */
const SHORTEST_URL_PART = 6;

/** Too common to be a secret: masking it would garble a message. */
const COMMON_WORD = /^[a-z]{1,8}$/;

/**
 * What of a secret must not be seen, however it got out of its context. Of a URL that is everything but its host; of an
 * `Authorization` header also what comes after the scheme.
 */
export function secretParts(secret: string): string[] {
  const parts = partsOfUrl(secret) ?? [secret, ...partsOfHeader(secret)];
  return parts.filter((part) => !COMMON_WORD.test(part));
}

function partsOfUrl(text: string): string[] | undefined {
  const [, authority, rest] = /^[a-z][a-z\d+.-]*:\/\/([^/?#]*)[/?#]*(.*)$/is.exec(text) ?? [];
  if (authority === undefined || rest === undefined) return undefined;
  const [user = ""] = authority.split(/@[^@]*$/);
  const credentials = authority.includes("@") ? [user, ...user.split(":")] : [];
  const pieces = rest.split(/[/?&#;]/).flatMap((piece) => [piece, piece.slice(piece.indexOf("=") + 1)]);
  return [...credentials, rest, ...pieces.filter((piece) => piece.length >= SHORTEST_URL_PART)];
}

function partsOfHeader(text: string): string[] {
  const [, scheme = "", token] = /^([a-z][\w-]*)\s+(\S.*)$/is.exec(text.trim()) ?? [];
  if (token === undefined) return [];
  if (scheme.toLowerCase() !== "basic") return [token];
  const credentials = Buffer.from(token, "base64").toString();
  return [token, credentials, ...credentials.split(/:(.*)/s)];
}
