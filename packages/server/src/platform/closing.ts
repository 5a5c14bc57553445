/** Closes what a process has opened, last opened first. */
export class Closing {
  readonly #closers: (() => unknown)[] = [];

  add(close: () => unknown): void {
    this.#closers.push(close);
  }

  /** Closes everything, once: a second call finds nothing left. */
  readonly close = async (): Promise<void> => {
    for (const close of this.#closers.splice(0).reverse()) await close();
  };
}
