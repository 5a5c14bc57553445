import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Obstacle, root } from '../../scripts/project.mjs';
import { callers, changeTypesOf, goesTo, scopesOf } from './features.mjs';
import { byStatus } from './tables.mjs';

/** The tables in the docs, each between `<!-- generated: name -->` and `<!-- end -->`: path → the page's text. */
export async function docsPages(declarations, contract) {
  const pages = new Map();
  for (const [name, { page, table }] of Object.entries(tables)) {
    const file = `docs/${page}.md`;
    const text = pages.get(file) ?? (await readFile(join(root, file), 'utf8'));
    pages.set(file, replaced(text, name, table(declarations, contract), file));
  }
  return pages;
}

const tables = {
  permissions: { page: 'permissions', table: permissionsTable },
  'permission uses': { page: 'permissions', table: permissionUsesTable },
  scopes: { page: 'keys', table: scopesTable },
  errors: { page: 'errors', table: errorsTable },
  changes: { page: 'changes', table: changesTable },
  messages: { page: 'webhooks', table: messagesTable },
};

function replaced(text, name, table, file) {
  const begin = `<!-- generated: ${name} -->`;
  const end = '<!-- end -->';
  const start = text.indexOf(begin);
  const stop = text.indexOf(end, start);
  if (start < 0 || stop < 0) throw new Obstacle(`${file} has no place for its table: ${begin} … ${end}.`);
  return `${text.slice(0, start)}${begin}\n<!-- prettier-ignore -->\n${table}\n\n${text.slice(stop)}`;
}

const tableOf = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const code = (text) => `\`${text}\``;
const sentence = (text) => `${text[0].toUpperCase()}${text.slice(1)}.`;

function permissionsTable({ permissions }) {
  const rows = Object.entries(permissions).map(([name, { entry }]) => [
    code(name),
    ...Object.keys(callers).map((caller) => {
      if (!entry.who.includes(caller)) return '–';
      return caller === 'secret' ? 'with the scope' : 'yes';
    }),
  ]);
  return tableOf(['permission', ...Object.values(callers)], rows);
}

function permissionUsesTable({ permissions }, contract) {
  const operations = Object.values(contract.paths).flatMap((item) => Object.values(item));
  const rows = Object.entries(permissions).map(([name, { entry }]) => {
    const uses = operations.filter((operation) => operation['x-permission'] === name);
    return [code(name), sentence(entry.allows), uses.map(({ operationId }) => code(operationId)).join(', ')];
  });
  return tableOf(['permission', 'allows the caller to', 'operations'], rows);
}

function scopesTable(declarations) {
  const rows = scopesOf(declarations).map(([name, { allows, powerful }]) => [
    code(name),
    `${powerful ? '**Powerful.** ' : ''}${sentence(allows)}`,
  ]);
  return tableOf(['scope', 'what the key can do'], rows);
}

function errorsTable({ problems }) {
  const rows = Object.entries(problems)
    .map(([name, { entry }]) => [name, entry])
    .sort(byStatus)
    .map(([name, { status, description, help }]) => [code(name), status, description, help]);
  return tableOf(['code', 'status', 'what happened', 'what to do'], rows);
}

function changesTable(declarations) {
  const rows = changeTypesOf(declarations)
    .filter(([, , type]) => goesTo('feed', type))
    .map(([name, { scope }, { description }]) => [code(name), code(scope), description]);
  return tableOf(['type', 'scope', 'when'], rows);
}

function messagesTable(declarations) {
  const rows = changeTypesOf(declarations)
    .filter(([, , type]) => goesTo('webhook', type) || goesTo('test', type))
    .map(([name, subject, type]) => [
      code(name),
      code(type.data ?? subject.data),
      goesTo('test', type) ? 'any, on request' : subject.audience === 'private' ? '`private`' : 'any',
      type.description,
    ]);
  return tableOf(['type', '`data`', 'audience', 'when'], rows);
}
