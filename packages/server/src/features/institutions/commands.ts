import { parseArgs } from 'node:util';
import type { CommandContext, Commands } from '../../cli/command';
import { allOf, jsonOption, printRows } from '../../cli/output';
import { Problem } from '../../contract/problems';
import { checkedAddress, InvalidMail } from '../../platform/mail';
import { audienceFields, type AudienceField } from '../directory';
import { changeSetting, createInstitution } from './operate';
import { listInstitutions, type InstitutionRecord } from './store';

type Context = CommandContext<unknown>;

async function list(args: string[], { onPlatform, print }: Context): Promise<void> {
  const { values } = parseArgs({ args, options: jsonOption });
  await onPlatform(async (platform) => {
    const found = await allOf<InstitutionRecord>((last, limit) =>
      listInstitutions(platform, { before: last?.institution.id, limit }),
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

async function create(args: string[], { owner, print }: Context): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      name: { type: 'string' },
      mode: { type: 'string', default: 'test' },
      public: { type: 'string' },
    },
  });
  const [slug] = positionals;
  const { name = slug, mode } = values;
  if (!slug || !/^[a-z0-9][a-z0-9-]{0,62}$/.test(slug)) {
    throw new Problem(
      'invalid_request',
      'Specify a slug for the institution, with lowercase letters, digits and hyphens.',
    );
  }
  if (mode !== 'live' && mode !== 'test')
    throw new Problem('invalid_request', '--mode must be live or test.');
  const shown = values.public?.split(',').map((field) => [field.trim(), 'public'] as const) ?? [];
  const unknown = shown.find(([field]) => !audienceFields.includes(field as AudienceField));
  if (unknown) {
    throw new Problem(
      'invalid_request',
      `Unknown field ${unknown[0]}. Available fields: ${audienceFields.join(', ')}.`,
    );
  }
  const made = await createInstitution(await owner(), {
    ...{ slug, mode, name: name! },
    audienceDefaults: Object.fromEntries(shown),
    publicCountThreshold: 3,
  });
  if (!made) throw new Problem('conflict', `An institution with the slug ${slug} already exists.`);
  print(`Created ${made.name} (${made.slug}), ${made.mode} mode.`);
}

async function setContact(args: string[], { owner, print }: Context): Promise<void> {
  const { positionals } = parseArgs({ args, allowPositionals: true, options: {} });
  const [slug, email, ...more] = positionals;
  if (!slug || !email || more.length) {
    throw new Problem(
      'invalid_request',
      'Specify the institution and an email address: institutions contact SLUG EMAIL.',
    );
  }
  const nobody = email === 'none';
  try {
    if (!nobody) checkedAddress(email);
  } catch (error) {
    if (!(error instanceof InvalidMail)) throw error;
    throw new Problem('invalid_request', error.message, { cause: error });
  }
  const institution = await changeSetting(await owner(), slug, 'contactEmail', nobody ? undefined : email);
  if (!institution) throw new Problem('not_found', `No institution has the slug ${slug}.`);
  print(`${institution.name}: ${nobody ? 'contact address removed' : `contact address set to ${email}`}.`);
}

async function setSignInPage(args: string[], { owner, print }: Context): Promise<void> {
  const { positionals } = parseArgs({ args, allowPositionals: true, options: {} });
  const [slug, text, ...more] = positionals;
  if (!slug || !text || more.length) {
    throw new Problem(
      'invalid_request',
      'Specify the institution and a URL: institutions sign-in-page SLUG URL.',
    );
  }
  const url = text === 'none' ? undefined : pageAddress(text);
  const institution = await changeSetting(await owner(), slug, 'signInUrl', url);
  if (!institution) throw new Problem('not_found', `No institution has the slug ${slug}.`);
  print(`${institution.name}: ${url ? `sign-in page set to ${url}` : 'sign-in page removed'}.`);
}

/** @throws {Problem} invalid_request */
function pageAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && ['http:', 'https:'].includes(url.protocol) && !url.username && !url.password) return url.href;
  throw new Problem('invalid_request', `${text} isn’t a valid URL. It must start with https:// or http://.`);
}

export const institutionCommands: Commands<unknown> = {
  'institutions list': { synopsis: '[--json]', help: 'list all institutions', run: list },
  'institutions create': {
    synopsis: 'SLUG --name NAME [--mode live|test] [--public FIELD,…]',
    help: 'create an institution; --public lists the fields that its public directory shows',
    run: create,
  },
  'institutions contact': {
    synopsis: 'SLUG EMAIL|none',
    help: 'set the address that gets mail about the institution itself, such as a disabled webhook endpoint',
    run: setContact,
  },
  'institutions sign-in-page': {
    synopsis: 'SLUG URL|none',
    help: 'set the page where people sign in; invitations link to it',
    run: setSignInPage,
  },
};
