import { type Unit, normalForms, normalUnits } from "./normal-form";
import { secretParts } from "./secret-parts";

const MASK = "[secret]";

/** Less than this of a secret says nothing of it. It is also the length of the pieces that a text is searched for. */
const SHORTEST_SECRET = 4;

/** How much of a secret can't be a coincidence. A letter of a plain word counts half. */
const TELLING_WEIGHT = 8;

/** How long a text from outside may be in a message. */
const LONGEST_TEXT = 300;

/** How long a message may be: more than all that we put into one. */
const LONGEST_MESSAGE = 4_000;

/** Ends a text that is longer than may be printed. */
const CUT = "…";

/** What vendors end or begin a shortened text with; up to five characters of an escape may be left before it. */
const CUT_AFTER = /^\S{0,5}?["'\s]*(?:…|\.\.|\*\*|••|[[(<](?:\.|…|cut|snip|trunc))/i;
const CUT_BEFORE = /(?:…|\.\.|\*\*|••|(?:\.|…|cut|snip|ed)[\])>])["'\s]*$/i;

interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * Masks every secret in a text, however it is spelled there: escaped or encoded in any way, in another case, in parts or
 * cut. Both are brought into a normal form, and what they have in common is masked where it is too much to be a
 * coincidence.
 * @param shown what may be seen though it is part of a secret
 */
export function redact(text: string, secrets: Iterable<string>, shown: Iterable<string> = []): string {
  if (text.length > LONGEST_MESSAGE) return redact(text.slice(0, LONGEST_MESSAGE - 1) + CUT, secrets, shown);
  const search = new Search(text);
  const found = [...new Set([...secrets].flatMap(formsOf))].flatMap((form) => search.find(form));
  const clear = [MASK, ...shown].flatMap((one) => occurrences(text, one));
  const isClear = ({ start, end }: Range) => clear.some((range) => range.start <= start && end <= range.end);
  return masked(
    text,
    found.filter((range) => !isClear(range)),
  );
}

/** The normal forms of each secret so far: where many calls fail, all of them are asked for each time. */
const knownForms = new Map<string, readonly string[]>();

function formsOf(secret: string): readonly string[] {
  const forms = knownForms.get(secret) ?? [...new Set(secretParts(secret).flatMap(normalForms))];
  knownForms.set(secret, forms);
  return forms;
}

const WEIGHTS = { word: 0.5, random: 1, mark: 0 };

/** Finds in one text what it has of others. The text is short, and the others are many. */
class Search {
  private readonly original: string;
  private readonly units: Unit[];
  /** The text in all its normal forms. */
  private readonly text: string;
  /** What all units up to each one weigh. */
  private readonly weights = [0];
  /** Where each piece is, by the unit before it: what a secret has there as well is part of a longer one. */
  private readonly places = new Map<string, Map<number, number[]>>();
  /** Whether there may be a piece with this hash: for most there is none. */
  private readonly hashes = new Uint8Array(0x10000);

  constructor(text: string) {
    const separator: Unit = { text: "\0", start: 0, end: 0, opens: true, closes: true, kind: "mark" };
    this.original = text;
    this.units = normalUnits(text).flatMap((reading) => [...reading, separator]);
    this.text = this.units.map((unit) => unit.text).join("");
    for (const { kind } of this.units) this.weights.push((this.weights.at(-1) ?? 0) + WEIGHTS[kind]);
    for (let start = 0; start + SHORTEST_SECRET <= this.text.length; start++) {
      const piece = this.text.slice(start, start + SHORTEST_SECRET);
      const places = this.places.get(piece) ?? new Map<number, number[]>();
      this.places.set(piece, places);
      const before = this.text.charCodeAt(start - 1);
      const starts = places.get(before);
      if (starts === undefined) places.set(before, [start]);
      else starts.push(start);
      this.hashes[piece.split("").reduce((hash, unit) => nextHash(hash, unit.charCodeAt(0)), 0)] = 1;
    }
  }

  /** Where the text says something of a secret that has this normal form. */
  find(form: string): Range[] {
    const found: Range[] = [];
    /** The longest that begins at each place: of a secret that repeats itself much begins at the same one. */
    const lengths = new Map<number, number>();
    let hash = 0;
    for (let end = 1; end <= form.length; end++) {
      hash = nextHash(hash, form.charCodeAt(end - 1));
      const from = end - SHORTEST_SECRET;
      if (from < 0 || this.hashes[hash] === 0) continue;
      const places = [...(this.places.get(form.slice(from, end)) ?? [])];
      const starts = places.flatMap(([before, starts]) => (before === form.charCodeAt(from - 1) ? [] : starts));
      for (const start of starts) {
        const known = lengths.get(start) ?? 0;
        if (from + known < form.length && form.charCodeAt(from + known) !== this.text.charCodeAt(start + known))
          continue;
        const length = this.commonLength(form, from, start);
        lengths.set(start, Math.max(known, length));
        const [isBeginning, isEnd] = [from === 0, from + length === form.length];
        if (this.isTelling(start, length, isBeginning, isEnd)) {
          found.push(this.rangeOf(start, length, !(isBeginning && isEnd)));
        }
      }
    }
    return found;
  }

  private commonLength(form: string, from: number, start: number): number {
    let length = SHORTEST_SECRET;
    while (from + length < form.length && form.charCodeAt(from + length) === this.text.charCodeAt(start + length)) {
      length++;
    }
    return length;
  }

  /**
   * Whether what the text has of a secret says something of it: it is much, or all of it, or its beginning or end where
   * that is a word by itself or the rest was cut off.
   */
  private isTelling(start: number, length: number, isBeginning: boolean, isEnd: boolean): boolean {
    const weight = (this.weights[start + length] ?? 0) - (this.weights[start] ?? 0);
    if (weight >= TELLING_WEIGHT) return true;
    if (!isBeginning && !isEnd) return false;
    const opens = this.units[start]?.opens === true;
    const closes = this.units[start + length - 1]?.closes === true;
    const range = this.rangeOf(start, length);
    if (isBeginning && isEnd) return length >= TELLING_WEIGHT || (opens && closes);
    if (isBeginning && opens && CUT_AFTER.test(this.original.slice(range.end))) return true;
    return isEnd && closes && CUT_BEFORE.test(this.original.slice(0, range.start));
  }

  /** Where these units are in the text, perhaps without the marks around a part of a secret. */
  private rangeOf(start: number, length: number, isTrimmed = false): Range {
    let [first, last] = [start, start + length - 1];
    while (isTrimmed && first < last && this.units[first]?.kind === "mark") first++;
    while (isTrimmed && first < last && this.units[last]?.kind === "mark") last--;
    return { start: this.units[first]?.start ?? 0, end: this.units[last]?.end ?? 0 };
  }
}

/** A hash of the last four units. */
function nextHash(hash: number, unit: number): number {
  return ((hash << 4) ^ unit) & 0xffff;
}

function occurrences(text: string, part: string): Range[] {
  const found: Range[] = [];
  if (part === "") return found;
  for (let start = text.indexOf(part); start >= 0; start = text.indexOf(part, start + 1)) {
    found.push({ start, end: start + part.length });
  }
  return found;
}

function masked(text: string, ranges: readonly Range[]): string {
  let result = "";
  let next = 0;
  let masksUpTo = -1;
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    if (start > masksUpTo) result += text.slice(next, start) + MASK;
    masksUpTo = Math.max(masksUpTo, end);
    next = masksUpTo;
  }
  return result + text.slice(next);
}

/** Every string and number inside a value, as text: the secrets that a secret property is made of. */
export function textsIn(value: unknown): string[] {
  const texts: string[] = [];
  const pending = [value];
  // It grows while it is walked: a recursion would end where a value is nested too deeply.
  for (const next of pending) {
    if (typeof next === "string" || typeof next === "number") texts.push(String(next));
    else if (typeof next === "object" && next !== null) for (const inner of Object.values(next)) pending.push(inner);
  }
  return texts;
}

/** The name of every member inside a value. */
export function namesIn(value: unknown): string[] {
  const names: string[] = [];
  const pending = [value];
  for (const next of pending) {
    if (typeof next !== "object" || next === null) continue;
    if (!Array.isArray(next)) names.push(...Object.keys(next));
    for (const inner of Object.values(next)) pending.push(inner);
  }
  return names;
}

/** Makes a text from outside fit to print: one line, no control characters, of bounded length. */
export function printable(text: string, longest = LONGEST_TEXT): string {
  // eslint-disable-next-line no-control-regex -- removing them is the point
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, " ").trim();
  return (line.length > longest ? line.slice(0, longest) + CUT : line).toWellFormed();
}
