import { parseArgs } from 'node:util';
import { allOf, jsonOption, printRows, type Print } from './cli-output';
import { listInstitutions as readInstitutions, type InstitutionRecord } from './features/institutions';
import type { Scope } from './platform/scope';

/** `homecoming institutions list`. */
export async function listInstitutions(
  args: string[],
  onPlatform: (work: (platform: Scope) => Promise<void>) => Promise<void>,
  print: Print,
): Promise<void> {
  const { values } = parseArgs({ args, options: jsonOption });
  await onPlatform(async (platform) => {
    const found = await allOf<InstitutionRecord>((last, limit) =>
      readInstitutions(platform, { before: last?.institution.id, limit }),
    );
    const rows = found.map(({ institution: { slug, name, mode }, contactEmail, createdAt }) => ({
      slug,
      name,
      mode,
      contact: contactEmail,
      created: createdAt,
    }));
    printRows(print, rows, { json: values.json, none: 'There are no institutions yet.' });
  });
}
