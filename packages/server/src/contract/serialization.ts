import { resolve, type Schema } from './document';

type Project = (value: unknown) => unknown;

const projections = new Map<string, Project>();

/**
 * A function that keeps of a value only what its schema declares: what the contract does not name cannot leave the
 * server. Undefined properties are left out.
 */
export function projection(schema: Schema): Project {
  if (schema.$ref === undefined) return inlineProjection(schema);
  const known = projections.get(schema.$ref);
  if (known) return known;
  // Entered before it is made, for schemas that hold themselves.
  const { $ref } = schema;
  projections.set($ref, (value) => projections.get($ref)!(value));
  const project = inlineProjection(resolve(schema));
  projections.set($ref, project);
  return project;
}

const itself: Project = (value) => value;

function inlineProjection(schema: Schema): Project {
  if (schema.properties) return objectProjection(schema.properties);
  if (!schema.items) return itself;
  const item = projection(schema.items);
  return item === itself ? itself : (value) => (Array.isArray(value) ? value.map(item) : value);
}

function objectProjection(properties: Readonly<Record<string, Schema>>): Project {
  const fields = Object.entries(properties).map(([name, schema]) => [name, projection(schema)] as const);
  return (value) => {
    if (typeof value !== 'object' || value === null) return value;
    const result: Record<string, unknown> = {};
    for (const [name, project] of fields) {
      const field = (value as Record<string, unknown>)[name];
      if (field !== undefined) result[name] = project === itself ? field : project(field);
    }
    return result;
  };
}
