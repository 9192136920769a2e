/** One record of a file, on the line where it begins. */
export interface FileRow {
  readonly line: number;
  readonly cells: readonly string[];
}

export interface RowReader {
  /**
   * The records of a CSV file, the header first; lines without anything are left out.
   * @throws UsageError if it cannot be read; BadDataError, naming the line, if it is not UTF-8, CSV or gzip.
   */
  read(file: string): AsyncIterable<FileRow>;
}
