/** Rows of text cells under named columns: of a file, or of what stands in the paths of a folder's images. */
export interface Table {
  /** The name that errors print. */
  readonly file: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The line on which a row ends, from 1; undefined where rows are files. */
  lineOf(row: number): number | undefined;
  /** What errors about a row print first: `file:line`, or the path of the image. */
  placeOf(row: number): string;
}

/** `a.png (line 3)`; without a line where rows are files. */
export function nameOfRow(table: Pick<Table, 'lineOf'>, row: number, id: string): string {
  const line = table.lineOf(row);
  return line === undefined ? id : `${id} (line ${line})`;
}
