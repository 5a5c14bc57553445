/** Of pg, which leaves it out of its types: how a value of JavaScript is sent. */
declare module 'pg/lib/utils.js' {
  export function prepareValue(value: unknown): string | Buffer | null;
}
