import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { createClient, isHomecomingError } from '@homecoming/sdk';
import { createPartner } from './partner';

const usage = `Receives webhooks, checks them, and prints them.

  npm start -- --demo <path of demo.json>

makes an endpoint at the demo that runs on this machine, and deletes it at the end. For an endpoint that there is already:

  WEBHOOK_SECRET=whsec_… npm start -- --port 4700`;

interface Demo {
  api: string;
  institutions: { slug: string; secretKey: string }[];
}

const { values } = parseArgs({
  options: {
    demo: { type: 'string' },
    institution: { type: 'string', default: 'nobel' },
    port: { type: 'string', default: '4700' },
  },
});

/** The client of a demo institution; undefined where the endpoint is there already. */
async function demoClient(file: string | undefined) {
  if (file === undefined) return undefined;
  const demo = JSON.parse(await readFile(file, 'utf8')) as Demo;
  const institution = demo.institutions.find((one) => one.slug === values.institution);
  if (!institution) throw new Error(`${file} has no institution ${values.institution}.`);
  return createClient({ baseUrl: demo.api, key: institution.secretKey });
}

const secrets = (process.env.WEBHOOK_SECRET ?? '').split(/[\s,]+/).filter(Boolean);
const hc = await demoClient(values.demo);

if (!hc && !secrets.length) {
  console.error(usage);
  process.exitCode = 2;
} else {
  const partner = createPartner({
    secrets,
    onMessage: (message, id) => {
      // `type` tells what `data` holds. Types that are new to this program are passed over.
      switch (message.type) {
        case 'profile.created':
        case 'profile.updated':
        case 'profile.undeleted':
          return console.log(`${message.type}  ${message.data.displayName}  (${id})`);
        case 'profile.deleted':
          return console.log(`${message.type}  ${message.data.id}  (${id})`);
        default:
          return console.log(`${message.type}  (${id})`);
      }
    },
  });
  const server = createServer(partner.callback());
  await new Promise<void>((resolve) => server.listen(Number(values.port), () => resolve()));
  const url = `http://localhost:${(server.address() as AddressInfo).port}/`;
  console.log(`Waiting for webhooks at ${url}`);
  if (hc) {
    try {
      const endpoint = await hc.webhookEndpoints.create({
        url,
        types: ['*'],
        description: 'Example partner',
      });
      secrets.push(endpoint.secret);
      const { succeeded, status, error } = await hc.webhookEndpoints.test(endpoint.id);
      console.log(succeeded ? 'The test arrived.' : `The test failed: ${status ?? error?.message}`);
      process.once('SIGINT', () => {
        void hc.webhookEndpoints.delete(endpoint.id).finally(() => process.exit(0));
      });
    } catch (error) {
      if (!isHomecomingError(error)) throw error;
      console.error(error.message);
      process.exit(1);
    }
  }
}
