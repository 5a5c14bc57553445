import { Argument, Option } from '@commander-js/extra-typings';
import type { Commands, DeclareCommand } from '../../cli/command';
import { jsonOption, oneOf, wrongUse } from '../../cli/options';
import { allOf, printRows } from '../../cli/output';
import { Problem } from '../../contract/problems';
import { checkedAddress, InvalidMail } from '../../platform/mail';
import { audienceFields } from '../directory';
import { changeSetting, createInstitution } from './operate';
import { type InstitutionRecord, listInstitutions } from './store';

const list: DeclareCommand<unknown> = (add, { onPlatform, print }) =>
  add('institutions list', 'List all institutions.')
    .addOption(jsonOption)
    .action(async ({ json }) =>
      onPlatform(async (platform) => {
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
        printRows(print, rows, { json, none: 'There are no institutions yet.' });
      }),
    );

function slugOf(text: string): string {
  if (/^[a-z0-9][a-z0-9-]{0,62}$/.test(text)) return text;
  throw wrongUse('Use lowercase letters, digits and hyphens.');
}

const fieldOf = oneOf(audienceFields);

const create: DeclareCommand<unknown> = (add, { owner, print }) =>
  add('institutions create', 'Create an institution.', {
    examples: [
      "institutions create laureates --name 'My laureates' --public name,degrees,company,city,country",
    ],
  })
    .addArgument(
      new Argument('<slug>', 'its short name: lowercase letters, digits and hyphens').argParser(slugOf),
    )
    .option('--name <name>', 'its name (default: the slug)')
    .addOption(
      new Option('--mode <mode>', 'whether it is live or for trying things out')
        .choices(['live', 'test'])
        .default('test'),
    )
    .addOption(
      new Option(
        '--public <fields>',
        `the fields that its public directory shows, separated by commas: ${audienceFields.join(', ')}. Everyone is hidden from the public without name`,
      ).argParser((text: string) => text.split(',').map((field) => fieldOf(field.trim()))),
    )
    .action(async (slug, { name = slug, mode, public: publicFields = [] }) => {
      const made = await createInstitution(await owner(), {
        ...{ slug, mode, name },
        audienceDefaults: Object.fromEntries(publicFields.map((field) => [field, 'public'])),
        publicCountThreshold: 3,
      });
      if (!made) throw new Problem('conflict', `An institution with the slug ${slug} already exists.`);
      print(`Created ${made.name} (${made.slug}), ${made.mode} mode.`);
    });

/** What an institution is set to, or undefined for `none`. */
const orNone = (parse: (text: string) => string) => (text: string) =>
  text === 'none' ? undefined : parse(text);

function addressOf(text: string): string {
  try {
    checkedAddress(text);
    return text;
  } catch (error) {
    throw error instanceof InvalidMail ? wrongUse(error.message) : error;
  }
}

const setContact: DeclareCommand<unknown> = (add, { owner, print }) =>
  add(
    'institutions contact',
    'Set the address that gets mail about the institution itself, such as a disabled webhook endpoint.',
  )
    .argument('<slug>', 'the institution')
    .addArgument(
      new Argument('<email>', 'an email address, or none to remove it').argParser(orNone(addressOf)),
    )
    .action(async (slug, email) => {
      const institution = await changeSetting(await owner(), slug, 'contactEmail', email);
      if (!institution) throw new Problem('not_found', `No institution has the slug ${slug}.`);
      print(`${institution.name}: ${email ? `contact address set to ${email}` : 'contact address removed'}.`);
    });

function pageAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && ['http:', 'https:'].includes(url.protocol) && !url.username && !url.password) return url.href;
  throw wrongUse('Use a URL that starts with https:// or http://.');
}

const setSignInPage: DeclareCommand<unknown> = (add, { owner, print }) =>
  add('institutions sign-in-page', 'Set the page where people sign in. Invitations link to it.')
    .argument('<slug>', 'the institution')
    .addArgument(
      new Argument('<url>', 'the URL of the page, or none to remove it').argParser(orNone(pageAddress)),
    )
    .action(async (slug, url) => {
      const institution = await changeSetting(await owner(), slug, 'signInUrl', url);
      if (!institution) throw new Problem('not_found', `No institution has the slug ${slug}.`);
      print(`${institution.name}: ${url ? `sign-in page set to ${url}` : 'sign-in page removed'}.`);
    });

export const institutionCommands: Commands<unknown> = [list, create, setContact, setSignInPage];
