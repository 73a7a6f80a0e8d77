import fc from "fast-check";

import { canonicalUrl, hostOf, isSameUrl } from "../../provider/url";

test.each([
  ["https://hooks.example/T0/secret", "hooks.example"],
  ["https://hooks.example:8443/secret", "hooks.example:8443"],
  ["https://user:secret@hooks.example/", "hooks.example"],
  ["https://[2001:db8::1]:8443/", "[2001:db8::1]:8443"],
  ["secret", undefined],
  ["", undefined],
  [7, undefined],
  [undefined, undefined],
])("what may be shown of %j is its host, %j", (url, host) => {
  expect(hostOf(url)).toBe(host);
});

test.each([
  ["https://a.example", "https://a.example/", true],
  ["https://A.example/x", "https://a.example/x", true],
  ["HTTPS://a.example/x", "https://a.example/x", true],
  ["https://a.example:443/x", "https://a.example/x", true],
  ["http://a.example:80/x", "http://a.example/x", true],
  ["https://a.example/x", "https://a.example/x/", true],
  ["https://a.example/x/?a=1", "https://a.example/x?a=1", true],
  ["https://a.example/x#part", "https://a.example/x", true],
  ["https://a.example/x#", "https://a.example/x", true],
  ["https://a.example/%7euser", "https://a.example/~user", true],
  ["https://a.example/%41", "https://a.example/A", true],
  ["https://a.example/a%2fb", "https://a.example/a%2Fb", true],
  ["https://a.example/x?sig=%c3%bc", "https://a.example/x?sig=%C3%BC", true],
  ["https://a.example/ü", "https://a.example/%C3%BC", true],
  ["https://a.example/./x/../y", "https://a.example/y", true],
  ["https://a.example/x", "https://a.example/X", false],
  ["https://a.example/a%2Fb", "https://a.example/a/b", false],
  ["https://a.example/%2541", "https://a.example/%41", false],
  ["https://a.example/x?a=%2B", "https://a.example/x?a=+", false],
  ["https://a.example/x?a=1/", "https://a.example/x?a=1", false],
  ["https://a.example/x", "http://a.example/x", false],
  ["https://a.example:8443/x", "https://a.example/x", false],
  ["https://a.example/?a=1&b=2", "https://a.example/?b=2&a=1", false],
  ["no url", "no url", true],
  ["no url", "https://a.example", false],
])("%s and %s are one URL: %s", (a, b, expected) => {
  expect(isSameUrl(a, b)).toBe(expected);
  expect(isSameUrl(b, a)).toBe(expected);
});

describe("whatever the URL", () => {
  // One slash at the end says nothing, but several may mean something, and so may an empty query.
  const url = fc
    .webUrl({ withQueryParameters: true, withFragments: true })
    .filter((text) => !new URL(text).pathname.includes("//") && !/\?(#|$)/.test(text));
  const letters = /[A-Za-z0-9]/g;
  const escapeOf = (character: string) => `%${character.charCodeAt(0).toString(16)}`;

  /** Spells a URL otherwise, without another meaning. */
  const respell = fc.constantFrom<(given: URL) => string>(
    ({ href }) => href,
    ({ href, protocol }) => href.replace(protocol, protocol.toUpperCase()),
    ({ href, host }) => href.replace(host, host.toUpperCase()),
    ({ href, host, protocol }) => href.replace(host, `${host}:${protocol === "https:" ? "443" : "80"}`),
    ({ origin, pathname, search }) => `${origin}${pathname}${search}#other`,
    ({ origin, pathname, search }) => `${origin}${pathname.replace(letters, escapeOf)}${search}`,
    ({ origin, pathname, search }) => `${origin}${pathname}${search.replace(letters, escapeOf)}`,
    ({ origin, pathname, search }) => `${origin}${pathname.replace(/[^/]$/, "$&/")}${search}`,
    ({ origin, pathname, search }) => `${origin}/x/..${pathname}${search}`,
  );

  test("every spelling of it is the same", () => {
    fc.assert(
      fc.property(url, respell, respell, (text, one, other) => {
        const given = new URL(text);
        fc.pre(given.port === "");
        expect(isSameUrl(one(given), other(given))).toBe(true);
        expect(isSameUrl(text, one(given))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test("another path, query, host or port is another URL", () => {
    fc.assert(
      fc.property(url, (text) => {
        const { origin, hostname, protocol, pathname, search } = new URL(text);
        for (const other of [
          `${origin}/x${pathname}${search}`,
          `${origin}${pathname}${search === "" ? "?x" : `${search}x`}`,
          `${protocol}//x.${hostname}${pathname}${search}`,
          `${protocol}//${hostname}:4711${pathname}${search}`,
        ]) {
          expect(isSameUrl(text, other)).toBe(false);
        }
      }),
    );
  });

  test("its common spelling is a spelling of it, and of the same host", () => {
    fc.assert(
      fc.property(url, (text) => {
        expect(isSameUrl(canonicalUrl(text), text)).toBe(true);
        expect(hostOf(canonicalUrl(text))).toBe(hostOf(text));
        expect(canonicalUrl(text)).not.toContain("#");
      }),
    );
  });
});

test("text that is not a URL stays as it is", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(!URL.canParse(text));
      expect(canonicalUrl(text)).toBe(text);
      expect(hostOf(text)).toBeUndefined();
    }),
  );
});
