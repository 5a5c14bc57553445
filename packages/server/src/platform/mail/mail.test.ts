import { mkdir, mkdtemp, readdir, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { retention } from '../../features';
import { startMailServer } from '../../testing/mail-server';
import { purgeOld } from '../../testing/purge';
import { startTestService, type TestInstitution, type TestService } from '../../testing/service';
import { backgroundOf, until } from '../../testing/tasks';
import { checkedAddress, InvalidMail, parseSender } from './address';
import { MailFolder } from './folder';
import { mail, type MailDraft } from './mail';
import { SmtpTransport } from './smtp';
import { mailTasks } from './tasks';
import type { MailTransport } from './transport';

let service: TestService;
let ours: TestInstitution;
let background: ReturnType<typeof backgroundOf>;
beforeAll(async () => {
  service = await startTestService();
  ours = await service.createInstitution();
  background = backgroundOf(service);
});

const sender = parseSender('Alumni office <alumni@northbridge.edu>');
const draft: MailDraft = {
  to: 'ada@example.org',
  subject: 'Grüße',
  text: 'Hello\n.\nAda',
  html: '<p>Hello Ada</p>',
};
const ask = async (message = draft) => {
  await background.owner('delete from graphile_worker._private_jobs');
  await background.owner('delete from mails');
  await ours.scope.transaction((tx) => mail(tx, message));
  await background.relay();
};
const start = (transport: MailTransport) => background.start({ handlers: mailTasks({ transport, sender }) });
const job = async () => (await background.jobs())[0];
const row = async () => (await background.owner<Record<string, unknown>>('select * from mails'))[0]!;
const isDead = async () => {
  const found = await job();
  return found !== undefined && found.attempts >= found.maxAttempts && !found.lockedBy;
};
const gone = async () => (await job()) === undefined;
const rerun = async () => {
  const taskId = (await job())!.taskId;
  const [answer] = await ours.scope.transaction((tx) =>
    tx.db.query<{ done: boolean }>({ text: 'select rerun_task($1) as done' }, [taskId]),
  );
  expect(answer!.done).toBe(true);
};
const quick = { connectMs: 2_000, silenceMs: 300 };
/** Repeats the recipient, as many servers do. */
const smtpError = (responseCode: number) =>
  Object.assign(new Error(`${String(responseCode)[0]}.1.1 <${draft.to}> unknown`), { responseCode });

describe('a mail', () => {
  it('is sent once its transaction has committed, and then only that it was is kept', async () => {
    const { url, received } = await startMailServer();
    await ours.scope
      .transaction((tx) => mail(tx, draft).then(() => Promise.reject(new Error('no'))))
      .catch(() => 0);
    await ask();
    const { id } = await row();
    expect(
      JSON.stringify(await background.owner('select payload from graphile_worker._private_jobs')),
    ).not.toContain('ada');
    await start(new SmtpTransport(url));
    await until(gone);
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({ from: 'alumni@northbridge.edu', to: ['ada@example.org'] });
    const { source } = received[0]!;
    expect(source).toContain(`Message-ID: <${id as string}@northbridge.edu>`);
    expect(source).toContain('From: Alumni office <alumni@northbridge.edu>');
    expect(source).toContain('To: ada@example.org');
    expect(source).toContain('Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=');
    expect(source).toContain('Hello\r\n.\r\nAda');
    expect(source).toContain('<p>Hello Ada</p>');
    expect(await row()).toMatchObject({
      recipient: null,
      subject: null,
      text: null,
      html: null,
      sent_at: expect.any(Date) as Date,
    });
  });

  it('bears the institution’s name where the sender has none', async () => {
    const { url, received } = await startMailServer();
    await ask();
    await background.start({
      handlers: mailTasks({ transport: new SmtpTransport(url), sender: parseSender('a@b.example') }),
    });
    await until(gone);
    expect(received[0]!.source).toContain(`From: "${ours.institution.name}" <a@b.example>`);
  });

  it.each(['onRcptTo', 'onData'] as const)(
    'that is refused for now at %s is tried again, as the same mail',
    async (at) => {
      let refusals = 1;
      const { url, received } = await startMailServer({
        onRcptTo: (_address, _session, answer) =>
          answer(at === 'onRcptTo' && refusals-- > 0 ? smtpError(451) : undefined),
        ...(at === 'onData' && {
          onData: (stream, _session, answer) => {
            stream.resume().on('end', () => (refusals-- > 0 ? answer(smtpError(451)) : answer()));
          },
        }),
      });
      await ask();
      await start(new SmtpTransport(url));
      await until(async () => Boolean((await job())?.lastError) && !(await job())!.lockedBy);
      expect(await job()).toMatchObject({ attempts: 1, lastError: expect.stringContaining('451') as string });
      expect(await row()).toMatchObject({ handed_over_at: null, sent_at: null });
      await background.makeDue();
      await until(gone);
      expect(received).toHaveLength(at === 'onRcptTo' ? 1 : 0);
    },
  );

  it.each(['onMailFrom', 'onRcptTo', 'onData'] as const)(
    'that is refused for good at %s is given up, and can be sent later',
    async (at) => {
      let refuse = true;
      const verdict = (stage: string) => (stage === at && refuse ? smtpError(550) : undefined);
      const { url } = await startMailServer({
        onMailFrom: (_address, _session, answer) => answer(verdict('onMailFrom')),
        onRcptTo: (_address, _session, answer) => answer(verdict('onRcptTo')),
        onData: (stream, _session, answer) => void stream.resume().on('end', () => answer(verdict('onData'))),
      });
      await ask();
      await start(new SmtpTransport(url));
      await until(isDead);
      const command = { onMailFrom: 'MAIL FROM', onRcptTo: 'RCPT TO', onData: 'DATA' }[at];
      expect((await job())!.lastError).toBe(`The mail server answered ${command} with 550 5.1.1.`);
      refuse = false;
      await rerun();
      await until(gone);
    },
  );

  it('waits for its server, and for its login to be mended', async () => {
    const { url } = await startMailServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, answer) => answer(smtpError(535)),
    });
    for (const broken of ['smtp://127.0.0.1:1', url.replace('//', '//user:wrong@'), url]) {
      await ask();
      const runner = await start(new SmtpTransport(broken));
      await until(async () => Boolean((await job())?.lastError));
      await runner.stop();
      expect(await job()).toMatchObject({ attempts: 1, maxAttempts: 12 });
      expect(await row()).toMatchObject({ handed_over_at: null });
    }
  });

  it('has no password told in the clear to a server elsewhere', async () => {
    let told = false;
    const { url } = await startMailServer({
      allowInsecureAuth: true,
      onAuth: (_auth, _session, answer) => {
        told = true;
        answer(null, { user: 'u' });
      },
    });
    await ask();
    // The same server by an address that is not this machine's own by name.
    await start(new SmtpTransport(url.replace('//127.0.0.1', '//u:p@0.0.0.0')));
    await until(async () => Boolean((await job())?.lastError));
    expect(told).toBe(false);
    await background.makeDue();
    await background.owner('update graphile_worker._private_jobs set attempts = 11');
    await start(new SmtpTransport(url.replace('//', '//u:p@')));
    await until(() => told);
  });

  it.each([
    ['hangs up', (stop: () => void) => stop()],
    ['says nothing', () => undefined],
  ])('whose server %s after it had all of it is not sent again by itself', async (_, onWhole) => {
    const { url, received } = await startMailServer({ onWhole });
    await ask();
    await start(new SmtpTransport(url, quick));
    await until(isDead);
    expect(received).toHaveLength(1);
    expect((await job())!.lastError).toContain('may have been sent');
    expect(await row()).toMatchObject({ handed_over_rerun: 0, sent_at: null, subject: 'Grüße' });
    // Somebody decides that a second copy is better than none: it is the same mail to a mailbox that looks.
    await rerun();
    await until(() => received.length === 2);
    await until(isDead);
    const idOf = (source: string) => /^Message-ID: (.*)\r$/m.exec(source)![1];
    expect(idOf(received[1]!.source)).toBe(idOf(received[0]!.source));
  });

  it('whose connection breaks before the end is sent again', async () => {
    let breaks = 1;
    const { url, received } = await startMailServer({
      onRcptTo: (_address, session, answer) => {
        if (breaks-- > 0) return answer(Object.assign(new Error('bye'), { responseCode: 421 }));
        answer();
      },
    });
    await ask();
    await start(new SmtpTransport(url));
    await until(async () => Boolean((await job())?.lastError) && !(await job())!.lockedBy);
    await background.makeDue();
    await until(gone);
    expect(received).toHaveLength(1);
  });

  it('that a process had handed over when it was killed is given up unsent', async () => {
    const { url, received } = await startMailServer();
    await ask();
    await background.owner('update mails set handed_over_at = now(), handed_over_rerun = 0');
    await start(new SmtpTransport(url));
    await until(isDead);
    expect(received).toEqual([]);
    expect((await job())!.lastError).toContain('may have been sent');
    await rerun();
    await until(gone);
    expect(received).toHaveLength(1);
  });

  it('that was sent while the database had no room is noted as soon as it has', async () => {
    const { url, received } = await startMailServer();
    await ask();
    await background.owner(
      `create function full_disk() returns trigger language plpgsql as
         $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$;
       create trigger full_disk before update of sent_at on mails for each row when (new.sent_at is not null) execute function full_disk()`,
    );
    await start(new SmtpTransport(url));
    await until(() => received.length === 1);
    await background.owner('drop trigger full_disk on mails');
    await until(gone);
    expect(received).toHaveLength(1);
    expect(await row()).toMatchObject({ sent_at: expect.any(Date) as Date });
  });

  it('that a process had sent when it was killed is not sent again', async () => {
    const { url, received } = await startMailServer();
    await ask();
    await background.owner('update mails set sent_at = now(), recipient = null, subject = null, text = null');
    await start(new SmtpTransport(url));
    await until(gone);
    expect(received).toEqual([]);
  });

  it('given to two processes at once is sent by one', async () => {
    const { url, received } = await startMailServer();
    await ask();
    const [mailId] = (await background.owner<{ id: string }>('select id from mails')).map(({ id }) => id);
    const send = mailTasks({ transport: new SmtpTransport(url), sender })['mail.send']!;
    const run = { taskId: 'any', attempt: 1, reruns: 0 };
    const both = [1, 2, 3, 4].map(() => send(ours.scope, { mailId }, new AbortController().signal, run));
    const outcomes = await Promise.allSettled(both);
    expect(received).toHaveLength(1);
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(1);
  });

  it('that a stop cuts off before its end is given back unsent', async () => {
    let reached = false;
    const { url, received } = await startMailServer({ onRcptTo: () => void (reached = true) });
    await ask();
    const runner = await start(new SmtpTransport(url));
    await until(() => reached);
    await runner.stop();
    expect(received).toEqual([]);
    expect(await job()).toMatchObject({ attempts: 0, lockedBy: null });
    expect(await row()).toMatchObject({ handed_over_at: null });
  });

  it('is forgotten after thirty days', async () => {
    await ask();
    await background.owner(`update mails set created_at = now() - interval '31 days'`);
    await purgeOld(ours.scope, { retention });
    expect(await background.owner('select from mails')).toEqual([]);
    await start(new MailFolder('/nowhere'));
    await until(isDead);
    expect((await job())!.lastError).toContain('30 days');
  });
});

describe('the folder', () => {
  const newFolder = async () => new MailFolder(await mkdtemp(join(tmpdir(), 'mail-')));

  it('that can’t be written to has the mail wait: it is sent once it can', async () => {
    const folder = await newFolder();
    await ask();
    const inTheWay = join(folder.path, `${(await row()).id as string}.json.new`);
    await mkdir(inTheWay);
    await start(folder);
    await until(async () => Boolean((await job())?.lastError) && !(await job())!.lockedBy);
    expect(await job()).toMatchObject({
      attempts: 1,
      lastError: expect.stringContaining('EISDIR') as string,
    });
    expect(await row()).toMatchObject({ handed_over_at: null });
    await rmdir(inTheWay);
    await background.makeDue();
    await until(gone);
    expect(await folder.list(10)).toHaveLength(1);
  });

  it('takes a mail again where the process ended before it was noted', async () => {
    const folder = await newFolder();
    await ask();
    await background.owner('update mails set handed_over_at = now(), handed_over_rerun = 0');
    await start(folder);
    await until(gone);
    expect(await folder.list(10)).toHaveLength(1);
  });

  it('keeps mail whole, the newest first, and reads nothing else', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'mail-')), 'mail');
    const folder = new MailFolder(path);
    expect(await folder.list(10)).toEqual([]);
    await start(folder);
    for (const subject of ['first', 'second']) {
      await ask({ ...draft, subject });
      await until(gone);
    }
    const kept = await folder.list(10);
    expect(kept.map(({ subject, to }) => [subject, to])).toEqual([
      ['second', draft.to],
      ['first', draft.to],
    ]);
    expect(await folder.find(kept[1]!.id)).toEqual(kept[1]);
    expect(await folder.list(1)).toHaveLength(1);
    for (const id of ['../secret', '..', '', kept[0]!.id.toUpperCase().replace(/./, 'g')])
      expect(await folder.find(id)).toBeUndefined();
    expect(await readdir(path)).toHaveLength(2);
  });
});

describe('what is sent', () => {
  const refused = (change: Partial<MailDraft>) =>
    expect(ours.scope.transaction((tx) => mail(tx, { ...draft, ...change }))).rejects.toThrow(InvalidMail);

  it.each(['a\r\nBcc: b@c.example', 'a\nb', 'a\rb', 'a\0b', 'a\u2028b', 'x'.repeat(201)])(
    'has no subject like %j',
    (subject) => refused({ subject }),
  );

  it('has no text without end and no NUL', async () => {
    await refused({ text: 'x'.repeat(100_001) });
    await refused({ text: 'a\0' });
    await refused({ html: 'x'.repeat(500_001) });
  });

  it.each([
    ['ada@example.org', 'ada@example.org'],
    ["o'neil+tag@a-b.example.co.uk", "o'neil+tag@a-b.example.co.uk"],
    ['a@Bücher.example', 'a@xn--bcher-kva.example'],
  ])('may go to %s', (address, envelope) => expect(checkedAddress(address)).toBe(envelope));

  it.each([
    '', 'ada', '@example.org', 'ada@', 'ada@@example.org', 'a b@example.org', 'ada@exa mple.org', 'ada@example.org\r\nRCPT TO:<b@c.example>',
    'ada@example.org>', '<ada@example.org>', 'Ada <ada@example.org>', 'ada@example.org,b@c.example', 'ada@[127.0.0.1]', 'ada@127.0.0.1',
    '"a b"@example.org', '.a@example.org', 'a..b@example.org', `${'a'.repeat(65)}@example.org`, 'ada@-a.example', 'ada@a%2eexample', 'ada@example.org/x',
    'ada@example.org?x', 'ada@example..org', 'åda@example.org', 'ada@example.org\0', ' ada@example.org',
  ])('may not go to %j', (address) => {
    expect(() => checkedAddress(address)).toThrow(InvalidMail);
  }); // prettier-ignore

  it('goes to one address without anything that ends a command, whatever was given', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.emailAddress(),
          fc.string().map((s) => `${s}@example.org`),
        ),
        (text) => {
          let address: string;
          try {
            address = checkedAddress(text);
          } catch (error) {
            return error instanceof InvalidMail;
          }
          return (
            /^[\x21-\x7e]+$/.test(address) &&
            !/[<>,;:"\\()[\]]/.test(address) &&
            address.split('@').length === 2
          );
        },
      ),
    );
  });

  it.each([
    ['a@b.example', { name: undefined, address: 'a@b.example' }],
    ['Alumni <a@b.example>', { name: 'Alumni', address: 'a@b.example' }],
    ['"Alumni, all" <a@b.example>', { name: 'Alumni, all', address: 'a@b.example' }],
  ])('comes from %s', (text, expected) => expect(parseSender(text)).toEqual(expected));

  it.each(['Alumni', 'A <a@b', 'A\r\nB <a@b.example>', '<<a@b.example>>'])(
    'does not come from %j',
    (text) => {
      expect(() => parseSender(text)).toThrow(InvalidMail);
    },
  );
});
