import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { createClient, isHomecomingError } from '@homecoming/sdk';
import { csvLine } from './csv';

const usage = `Writes a batch as CSV.

  npm start --silent -- --year 1911 > 1911.csv

The service: HOMECOMING_BASE_URL and HOMECOMING_KEY, or --demo <path of demo.json> and --institution <slug>.`;

const columns = ['displayName', 'batchYear', 'department', 'company', 'title', 'city', 'country'] as const;

interface Demo {
  api: string;
  institutions: { slug: string; secretKey: string }[];
}

/** Where the service is and what opens it; undefined where nobody has said. */
async function readAccess(demoFile: string | undefined, slug: string) {
  const { HOMECOMING_BASE_URL: baseUrl, HOMECOMING_KEY: key } = process.env;
  if (demoFile === undefined) return baseUrl && key ? { baseUrl, key } : undefined;
  const demo = JSON.parse(await readFile(demoFile, 'utf8')) as Demo;
  const institution = demo.institutions.find((one) => one.slug === slug);
  return institution && { baseUrl: demo.api, key: institution.secretKey };
}

const { values } = parseArgs({
  options: {
    year: { type: 'string' },
    demo: { type: 'string' },
    institution: { type: 'string', default: 'nobel' },
  },
});
const access = await readAccess(values.demo, values.institution);

if (!access || !values.year) {
  console.error(usage);
  process.exitCode = 2;
} else {
  const hc = createClient(access);
  try {
    process.stdout.write(csvLine(columns));
    for await (const person of hc.directory.search({ batchYear: values.year, sort: 'name', limit: 100 })) {
      process.stdout.write(csvLine(columns.map((column) => person[column])));
    }
  } catch (error) {
    if (!isHomecomingError(error)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
