/** A UTF-16 unit of a text in its normal form, and what it was in the text. */
export interface Unit {
  readonly text: string;
  /** The part of the text that it came from. */
  readonly start: number;
  readonly end: number;
  /** Whether no letter or digit comes just before it, or just after. */
  readonly opens: boolean;
  readonly closes: boolean;
  /** What it is of: a plain word, another one, or none. */
  readonly kind: "word" | "random" | "mark";
}

/** A step to the normal form: what it changes, and into what. */
type Step = readonly [pattern: RegExp, replacement: (match: string) => string];

/** Percent escapes, and those of JavaScript, HTML and JSON: of one character each, or of its octets in UTF-8. */
const ESCAPE =
  /%[0-7][\da-f]|(?:%[89a-f][\da-f])+|[\\%]u[\da-f]{4}|\\u\{[\da-f]{1,6}\}|\\x[\da-f]{2}|\\[^ux]|&#\d{1,7};|&#x[\da-f]{1,6};|&[a-z]+;/gi;

/** How often a text may have been escaped. */
const DEEPEST_ESCAPE = 5;

const ENTITIES = new Map(
  Object.entries({
    amp: "&",
    apos: "'",
    colon: ":",
    comma: ",",
    commat: "@",
    equals: "=",
    gt: ">",
    lowbar: "_",
    lt: "<",
    nbsp: " ",
    num: "#",
    percnt: "%",
    period: ".",
    plus: "+",
    quest: "?",
    quot: '"',
    shy: "\u00ad",
    sol: "/",
  }),
);

const WORD = /[\p{L}\p{N}]+/gu;
/**
 * What may be a word of a language, or several in camel case: with vowels in between, and with no letter three times.
 */
const PLAIN_WORD =
  /^(?!.*(.)\1\1)(?!.*[b-df-hj-np-tv-xz]{5})(?:[A-Z]?[a-z]{1,14}|(?!.*[B-DF-HJ-NP-TV-XZ]{5})[A-Z]{1,15}|[a-z]{3,14}(?:[A-Z][a-z]{2,14})+)$/;

const unescape: Step = [ESCAPE, unescaped];
/** Upper case, accents, and letters that are written in other shapes. */
const fold: Step = [
  /[A-Z\x80-\uffff]/g,
  (unit) => unit.normalize("NFKD").replace(/\p{M}/gu, "").toUpperCase().toLowerCase(),
];
const dropInvisible: Step = [/\p{Cf}+/gu, () => ""];
/** Blanks, which forms write as plus signs, and what quotes other characters. */
const dropBlanks: Step = [/[\s\p{Cc}+\\]+/gu, () => ""];
const dropMarks: Step = [/[^\p{L}\p{N}]+/gu, () => ""];

/**
 * The normal forms of a text: what all its spellings have in common, with marks and with nothing but letters and digits.
 */
export function normalForms(text: string): [whole: string, bare: string] {
  const replace = (rest: string, [pattern, replacement]: Step) => rest.replace(pattern, replacement);
  let plain = text.toWellFormed();
  for (let depth = 0; depth < DEEPEST_ESCAPE && /[%&\\]/.test(plain); depth++) plain = replace(plain, unescape);
  const whole = [dropInvisible, fold, dropBlanks].reduce(replace, plain);
  return [whole, replace(whole, dropMarks)];
}

/** The normal forms of all that a text can be read as: of itself, and of what it holds in base64, hexadecimal or octets. */
export function normalUnits(text: string): Unit[][] {
  const units = text
    .toWellFormed()
    .split("")
    .map((unit, start) => ({ text: unit, start, end: start + 1, opens: true, closes: true, kind: "mark" as const }));
  const plain = unescapedUnits(units);
  const base64 = decoded(plain, /[A-Za-z\d+/_-]{8,}/g, "base64", 6);
  const hexadecimal = decoded(plain, /[\dA-Fa-f]{16,}/g, "hex", 4);
  // Nothing that is encoded has words that a reader would miss.
  const readings = [
    inWords(plain, PLAIN_WORD),
    ...[...base64, ...hexadecimal, ...decodedNumbers(plain)].map((reading) => inWords(reading)),
  ];
  return readings.flatMap((reading) => {
    const whole = [fold, dropBlanks].reduce(replaceUnits, reading);
    return [whole, replaceUnits(whole, dropMarks)];
  });
}

function replaceUnits(units: readonly Unit[], [pattern, replacement]: Step): Unit[] {
  const replaced: Unit[] = [];
  let next = 0;
  for (const { 0: match, index } of textOf(units).matchAll(pattern)) {
    const first = units[index];
    const last = units[index + match.length - 1];
    if (first === undefined || last === undefined) break;
    for (const unit of units.slice(next, index)) replaced.push(unit);
    for (const unit of replacement(match).split("")) {
      replaced.push({ ...first, text: unit, end: last.end, closes: last.closes });
    }
    next = index + match.length;
  }
  return replaced.concat(units.slice(next));
}

function unescapedUnits(units: readonly Unit[]): Unit[] {
  let plain = [...units];
  for (let depth = 0; depth < DEEPEST_ESCAPE; depth++) plain = replaceUnits(plain, unescape);
  return plain;
}

function unescaped(escape: string): string {
  if (/^%[^u]/i.test(escape)) return Buffer.from(escape.replaceAll("%", ""), "hex").toString();
  if (/^&[^#]/.test(escape)) return ENTITIES.get(escape.slice(1, -1).toLowerCase()) ?? escape;
  if (/^\\[^ux]/i.test(escape)) return /[bfnrt]/.test(escape) ? " " : escape.slice(1);
  const digits = escape.replace(/[^\da-f]/gi, "");
  const code = Number.parseInt(digits, /^&#\d/.test(escape) ? 10 : 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : "";
}

/** What runs of base64 or hexadecimal digits mean, at whichever of them something begins. */
function decoded(units: readonly Unit[], run: RegExp, encoding: "base64" | "hex", bits: number): Unit[][] {
  const readings = runsOf(units, run).flatMap((digits) => [0, 1, 2, 3].map((shift) => digits.slice(shift)));
  return readings.map((digits) => {
    const octets = [...Buffer.from(textOf(digits), encoding)].flatMap((octet, position) => {
      const first = digits[Math.floor((position * 8) / bits)];
      const last = digits[Math.ceil(((position + 1) * 8) / bits) - 1];
      return octetUnits(octet, first, last);
    });
    return unescapedUnits(octets);
  });
}

/** What lists of numbers mean, as which some languages print octets. */
function decodedNumbers(units: readonly Unit[]): Unit[][] {
  return runsOf(units, /\d{1,3}(?:[\s,]+\d{1,3}){7,}/g).map((list) => {
    const numbers = [...textOf(list).matchAll(/\d+/g)];
    const octets = numbers.flatMap(({ 0: digits, index }) =>
      octetUnits(Number(digits), list[index], list[index + digits.length - 1]),
    );
    return unescapedUnits(octets);
  });
}

function runsOf(units: readonly Unit[], run: RegExp): Unit[][] {
  return [...textOf(units).matchAll(run)].map(({ 0: { length }, index }) => units.slice(index, index + length));
}

/** An octet as its percent escape. */
function octetUnits(octet: number, first: Unit | undefined, last: Unit | undefined): Unit[] {
  if (octet > 0xff || first === undefined || last === undefined) return [];
  const escape = `%${octet.toString(16).padStart(2, "0")}`.split("");
  return escape.map((text) => ({ ...first, text, end: last.end }));
}

/** Says of each unit which word it is of, and where in it. */
function inWords(units: readonly Unit[], plainWord?: RegExp): Unit[] {
  const marked = replaceUnits(units, dropInvisible);
  for (const { 0: word, index } of textOf(marked).matchAll(WORD)) {
    const kind = plainWord?.test(word) ? "word" : "random";
    for (const [position, unit] of marked.slice(index, index + word.length).entries()) {
      marked[index + position] = { ...unit, kind, opens: position === 0, closes: position === word.length - 1 };
    }
  }
  return marked;
}

function textOf(units: readonly Unit[]): string {
  return units.map(({ text }) => text).join("");
}
