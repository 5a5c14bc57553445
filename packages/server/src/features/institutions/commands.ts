import { Argument, Option } from '@commander-js/extra-typings';
import type { Commands, DeclareCommand } from '../../cli/command';
import { jsonOption, oneOf, wrongUse } from '../../cli/options';
import { allOf, printRows } from '../../cli/output';
import { Problem } from '../../contract/problems';
import { checkedAddress, InvalidMail } from '../../platform/mail';
import { audienceFields } from '../directory';
import { changeSetting, createInstitution } from './operate';
import { listInstitutions, type InstitutionRecord } from './store';

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
  throw wrongUse('Use lower-case letters, digits and hyphens.');
}

const fieldOf = oneOf(audienceFields);

const create: DeclareCommand<unknown> = (add, { owner, print }) =>
  add('institutions create', 'Create an institution.', {
    examples: [
      "institutions create laureates --name 'My laureates' --public name,degrees,company,city,country",
    ],
  })
    .addArgument(
      new Argument('<slug>', 'its short name: lower-case letters, digits and hyphens').argParser(slugOf),
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
        `what anyone can see of its profiles, separated by commas: ${audienceFields.join(', ')}. Everyone is hidden from the public without name`,
      ).argParser((text: string) => text.split(',').map((field) => fieldOf(field.trim()))),
    )
    .action(async (slug, { name = slug, mode, public: publicFields = [] }) => {
      const made = await createInstitution(await owner(), {
        ...{ slug, mode, name },
        audienceDefaults: Object.fromEntries(publicFields.map((field) => [field, 'public'])),
        publicCountThreshold: 3,
      });
      if (!made) throw new Problem('conflict', `There is already an institution ${slug}.`);
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
  add('institutions contact', 'Set who gets mail about its own affairs, such as a disabled webhook.')
    .argument('<slug>', 'the institution')
    .addArgument(
      new Argument('<email>', 'an email address, or none to stop such mail').argParser(orNone(addressOf)),
    )
    .action(async (slug, email) => {
      const institution = await changeSetting(await owner(), slug, 'contactEmail', email);
      if (!institution) throw new Problem('not_found', `There is no institution ${slug}.`);
      print(
        `${institution.name}: ${email ? `mail about its own affairs goes to ${email}` : 'no one gets mail about its own affairs'}.`,
      );
    });

function pageAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && ['http:', 'https:'].includes(url.protocol) && !url.username && !url.password) return url.href;
  throw wrongUse('Use the address of a page, such as https://alumni.example.edu/sign-in.');
}

const setSignInPage: DeclareCommand<unknown> = (add, { owner, print }) =>
  add('institutions sign-in-page', 'Set the page where its people sign in. Invitations link to it.')
    .argument('<slug>', 'the institution')
    .addArgument(
      new Argument('<url>', 'the address of the page, or none to remove it').argParser(orNone(pageAddress)),
    )
    .action(async (slug, url) => {
      const institution = await changeSetting(await owner(), slug, 'signInUrl', url);
      if (!institution) throw new Problem('not_found', `There is no institution ${slug}.`);
      print(`${institution.name}: ${url ? `mails link to ${url}` : 'mails link to no page'}.`);
    });

export const institutionCommands: Commands<unknown> = [list, create, setContact, setSignInPage];
