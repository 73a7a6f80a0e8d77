/** A list whose entries are found by keys, without a look at each of them. */
export class KeyedList<Entry, Key extends string> implements Iterable<Entry> {
  private readonly entries: Set<Entry>;
  private readonly keys: Readonly<Record<Key, (entry: Entry) => string>>;
  /** Made for each key when it is first asked for. */
  private readonly indexes = new Map<Key, Map<string, Set<Entry>>>();

  constructor(entries: Iterable<Entry>, keys: Readonly<Record<Key, (entry: Entry) => string>>) {
    this.entries = new Set(entries);
    this.keys = keys;
  }

  [Symbol.iterator](): Iterator<Entry> {
    return this.entries.values();
  }

  /** The entries of which a key is this, in the order of the list. */
  having(key: Key, value: string): readonly Entry[] {
    return [...(this.indexOf(key).get(value) ?? [])];
  }

  add(entry: Entry): void {
    this.entries.add(entry);
    for (const [key, index] of this.indexes) insert(index, this.keys[key](entry), entry);
  }

  delete(entry: Entry): void {
    this.entries.delete(entry);
    for (const [key, index] of this.indexes) index.get(this.keys[key](entry))?.delete(entry);
  }

  private indexOf(key: Key): ReadonlyMap<string, ReadonlySet<Entry>> {
    const known = this.indexes.get(key);
    if (known !== undefined) return known;
    const index = new Map<string, Set<Entry>>();
    for (const entry of this.entries) insert(index, this.keys[key](entry), entry);
    this.indexes.set(key, index);
    return index;
  }
}

function insert<Entry>(index: Map<string, Set<Entry>>, value: string, entry: Entry): void {
  const entries = index.get(value) ?? new Set();
  index.set(value, entries.add(entry));
}
