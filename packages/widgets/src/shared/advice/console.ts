const saidKey = Symbol.for('homecoming.widgets.said');

/** Writes a line into the console, once a page however many elements, and copies of the script, have it to say. */
export function warnOnce(line: string): void {
  const said = ((globalThis as { [saidKey]?: Set<string> })[saidKey] ??= new Set());
  if (said.has(line)) return;
  said.add(line);
  console.warn(`[homecoming] ${line}`);
}
