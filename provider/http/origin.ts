import { ConfigurationError } from "./errors";

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * The scheme, host and port of an API's configured address. Credentials go there, so it is https, or http on this
 * machine alone, and it carries nothing else.
 * @throws ConfigurationError naming `setting`, the configuration key.
 */
export function apiOrigin(setting: string, address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url !== undefined && isSecure(url) && isBare(url)) return url.origin;
  throw new ConfigurationError(
    `${setting} must be an https address of scheme and host alone, such as https://example.com (http only for loopback).`,
  );
}

function isSecure({ protocol, hostname }: URL): boolean {
  return protocol === "https:" || (protocol === "http:" && LOOPBACK.test(hostname));
}

function isBare({ pathname, search, hash, username, password }: URL): boolean {
  return pathname === "/" && [search, hash, username, password].every((part) => part === "");
}

/**
 * A credential that fits into a header.
 * @throws ConfigurationError naming `setting`, the configuration key.
 */
export function headerCredential(setting: string, credential: string): string {
  if (/^[\x21-\x7e]+$/.test(credential)) return credential;
  throw new ConfigurationError(
    `${setting} must be one word of printable ASCII characters: is there a line break or a blank in it?`,
  );
}
