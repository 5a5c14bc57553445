/** Something in a file that couldn't be used. */
export interface Fault {
  /** The line on which the row begins, the first of the file being 1. */
  readonly line: number;
  /** In which column, by its header; several are separated by commas. Undefined where it's about the row. */
  readonly column?: string;
  /** In plain words. */
  readonly reason: string;
}

/** Thrown for a row that can't be loaded. */
export class UnusableRow extends Error {
  override name = 'UnusableRow';

  constructor(
    readonly reason: string,
    readonly column?: string,
  ) {
    super(reason);
  }
}
