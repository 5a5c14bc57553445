import { readFile } from 'node:fs/promises';
import { type Plugin, transform } from 'esbuild';

/**
 * An esbuild plugin for what its minifier must leave alone, the contents of template literals: style sheets are
 * minified as CSS, and the indentation of markup goes (a line break stays, so white space between words does).
 */
export function minifyTemplates(): Plugin {
  return {
    name: 'minify-templates',
    setup(build) {
      build.onLoad(
        { filter: /[\\/]widgets[\\/]src[\\/].*[\\/](styles|views)[\\/][^\\/]+\.ts$/ },
        async ({ path }) => {
          const source = await readFile(path, 'utf8');
          return { loader: 'ts', contents: unindent(await minifyStyles(source)) };
        },
      );
    },
  };
}

async function minifyStyles(source: string): Promise<string> {
  const [whole, styles] = /css`([^`]*)`/.exec(source) ?? [];
  if (whole === undefined || styles === undefined) return source;
  const { code } = await transform(styles, { loader: 'css', minify: true, target: 'es2022' });
  // Raw, so that the escapes of CSS stay those of CSS.
  return source.replace(whole, () => `css\`${code.trim().replaceAll('\\', '\\\\')}\``);
}

function unindent(source: string): string {
  return source.replaceAll(/\n\s+/g, '\n');
}
