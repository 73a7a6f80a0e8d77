/** A deep copy with members and lists in a stable order. */
export function stable(value: unknown): unknown {
  if (Array.isArray(value)) {
    const sorted = value.map((item) => JSON.stringify(stable(item))).sort();
    return sorted.map((text) => JSON.parse(text) as unknown);
  }
  if (typeof value === "object" && value !== null) {
    const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(sorted.map(([name, member]) => [name, stable(member)]));
  }
  return value;
}
