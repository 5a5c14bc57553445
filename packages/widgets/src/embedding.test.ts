import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const files = [
  'README.md',
  'packages/widgets/README.md',
  ...readdirSync(`${root}docs`)
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
  ...readdirSync(`${root}examples`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.html') && !name.includes('node_modules'))
    .map((name) => `examples/${name}`),
];

interface Embedding {
  readonly file: string;
  readonly attributes: string;
  readonly content: string;
}

/** Every place where the documents and examples show an element on a page. */
const embeddings = files.flatMap((file): Embedding[] =>
  [...readFileSync(`${root}${file}`, 'utf8').matchAll(/<(hc-[a-z-]+)\s([^>]*)>([^`]*?)<\/\1\s*>/g)].map(
    ([, , attributes, content]) => ({ file, attributes: attributes!, content: content! }),
  ),
);

test('shows the key as publishable-key everywhere', () => {
  expect(embeddings.length).toBeGreaterThan(10);
  const wrong = embeddings.filter(({ attributes }) => !attributes.includes('publishable-key='));
  expect(wrong).toEqual([]);
});

test('gives snippets that can be pasted as they are: every element whole on one line', () => {
  const documents = files.filter((file) => file.endsWith('.md'));
  const snippets = documents.flatMap((file) =>
    [...readFileSync(`${root}${file}`, 'utf8').matchAll(/```html\n([^]*?)```/g)].flatMap(([, snippet]) =>
      snippet!.split('\n').filter((line) => /<\/?hc-|^\s*>/.test(line)),
    ),
  );
  expect(snippets.length).toBeGreaterThan(5);
  expect(snippets.filter((line) => !/^<(hc-[a-z-]+) [^>]*>[^<]*<\/\1>$/.test(line))).toEqual([]);
});

test('never says that JavaScript is missing where the script may have failed to load', () => {
  expect(embeddings.filter(({ content }) => content.includes('JavaScript'))).toEqual([]);
});
