import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './project.mjs';

const folder = join(root, 'packages/sdk/src');

/**
 * Which method of the SDK's client sends which operation, read from the SDK's sources: a method of `createKeys(…)` that sends
 * `createKey` is `keys.create`. Operations that no single method sends are left out.
 * @returns {Promise<Record<string, { call: string, parameters: string[], isListing: boolean }>>}
 */
export async function sdkCalls() {
  const { default: ts } = await import('typescript');
  const functions = new Map();
  const names = await readdir(folder, { recursive: true });
  for (const name of names.filter((each) => each.endsWith('.ts') && !each.endsWith('.test.ts')).sort()) {
    const source = ts.createSourceFile(
      name,
      await readFile(join(folder, name), 'utf8'),
      ts.ScriptTarget.Latest,
      true,
    );
    for (const node of source.statements)
      if (ts.isFunctionDeclaration(node)) functions.set(node.name?.text, node);
  }
  const list = await readFile(join(folder, 'resources/list.ts'), 'utf8');
  const found = {};
  const walk = (object, prefix) => {
    for (const property of object?.properties ?? []) {
      if (ts.isSpreadAssignment(property)) {
        walk(returnedBy(property.expression), prefix);
        continue;
      }
      const name = property.name?.getText();
      const value = ts.isPropertyAssignment(property) ? property.initializer : property;
      if (ts.isCallExpression(value)) walk(returnedBy(value), [...prefix, name]);
      else if (ts.isObjectLiteralExpression(value)) walk(value, [...prefix, name]);
      else if (value.body) {
        const text = value.body.getText();
        const operations = [
          ...text.matchAll(
            /\b(?:transport\.(?:call|send)\(|(?:listOf|readLines<\w+>)\(\s*transport,)\s*(\w+)/g,
          ),
        ].map(([, sent]) => sent);
        if (operations.length !== 1) continue;
        const parameters = value.parameters.map((each) => each.name.getText().replaceAll(/\s/g, ''));
        const isListing = text.includes('listOf(');
        const isStream = text.includes('readLines<');
        found[operations[0]] ??= {
          call: [...prefix, name].join('.'),
          parameters: parameters.filter((each) => each !== 'options'),
          isListing,
          isStream,
        };
      }
    }
  };
  const returnedBy = (call) => {
    const declared = ts.isCallExpression(call) && functions.get(call.expression.getText());
    return declared?.body.statements.find(ts.isReturnStatement)?.expression;
  };
  for (const [, create, name] of list.matchAll(/export \{ (\w+) as (\w+) \}/g))
    walk(functions.get(create).body.statements.find(ts.isReturnStatement).expression, [name]);
  walk(functions.get('createClientOn').body.statements.find(ts.isReturnStatement).expression, []);
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
}
