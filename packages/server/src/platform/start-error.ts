/**
 * Something stands in the way of starting that the person at the terminal can put right.
 * The command line prints `message` (what is wrong, one sentence) and `hint` (what to do), without a stack.
 */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly hint: string;

  constructor(message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.hint = hint;
  }
}
