import { basename } from 'node:path';

const folder = 'packages/sdk/src/generated/routes';
const methods = ['get', 'post', 'put', 'patch', 'delete'];

/**
 * What the SDK sends, a file for each feature: path → unformatted TypeScript. Operators' operations are not for the SDK, and
 * browsers go by themselves where an operation redirects them.
 */
export function sdkRoutes({ paths }, contract) {
  const files = new Map();
  for (const [url, { file }] of Object.entries(paths)) {
    if (!url.startsWith('/v1/') || url.startsWith('/v1/operator/')) continue;
    for (const method of methods) {
      const operation = contract.paths[url][method];
      if (!operation || '302' in operation.responses) continue;
      const name = `${folder}/${basename(file, '.yaml')}.ts`;
      const routes = files.get(name) ?? [];
      routes.push(routeOf(url, method, operation));
      files.set(name, routes);
    }
  }
  return new Map(
    [...files].map(([name, routes]) => [
      name,
      `// Generated from openapi/ by \`npm run generate\`.
import type { Route } from '../../transport/route';

${routes.join('\n')}`,
    ]),
  );
}

function routeOf(path, method, { operationId, parameters = [] }) {
  const commaSeparated = parameters.filter(({ explode }) => explode === false).map(({ name }) => name);
  const route = {
    method: method.toUpperCase(),
    path,
    ...(commaSeparated.length && { commaSeparated }),
  };
  return `export const ${operationId}: Route<'${operationId}'> = ${JSON.stringify(route)};`;
}
