/** Rows in columns, two blanks apart. The last column is as wide as it is. */
export function tableOf(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>(
    (most, row) => row.map((cell, index) => Math.max(most[index] ?? 0, widthOf(cell))),
    [],
  );
  const line = (row: readonly string[]) => row.map((cell, index) => padded(cell, widths[index] ?? 0)).join("  ");
  return rows.map((row) => line(row).trimEnd()).join("\n");
}

function padded(cell: string, width: number): string {
  return cell + " ".repeat(Math.max(0, width - widthOf(cell)));
}

/** How many columns a text takes, in so far as one can tell. */
function widthOf(text: string): number {
  return [...new Intl.Segmenter().segment(text)].length;
}
