import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createApp } from '../app';
import { MailFolder } from '../platform/mail';
import { openTestServices } from '../testing/services';
import { callRaw, type WireAnswer } from '../testing/wire';

let folder: MailFolder;
let start: (
  shown: boolean,
) => Promise<(path: string, headers?: Record<string, string>) => Promise<WireAnswer>>;
const id = '01939f7e-6cf0-7d43-a6c7-26f5b7f3f001';

beforeAll(async () => {
  const services = await openTestServices();
  folder = new MailFolder(join(await mkdtemp(join(tmpdir(), 'mail-')), 'mail'));
  start = async (shown) => {
    const app = createApp(services, { ...(shown && { shownMail: folder }) });
    const server = createServer(app.callback() as never);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return (path, headers = {}) => callRaw(origin, { path, headers });
  };
  await folder.send(
    {
      id,
      messageId: `<${id}@b.example>`,
      date: new Date('2026-11-21T09:30:00Z'),
      from: { name: 'A "quoted" <name>', address: 'a@b.example' },
      to: 'ada@example.org',
      subject: '<script>alert(1)</script>',
      text: 'Sign in: https://a.example/?code=1&x="><script>. Bye <b>',
      html: '<p>Hello</p><script>alert(1)</script>',
    },
    () => Promise.resolve(),
  );
});

describe('kept mail', () => {
  it('is listed and shown as text, whatever it says', async () => {
    const get = await start(true);
    const list = await get('/dev/mail');
    expect(list.status).toBe(200);
    expect(list.text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    const message = await get(`/dev/mail/${id}`);
    expect(message.text).toContain(
      '<a href="https://a.example/?code=1&amp;x=" rel="noreferrer">https://a.example/?code=1&amp;x=</a>&quot;&gt;&lt;script&gt;. Bye &lt;b&gt;',
    );
    expect(message.text).toContain('A &quot;quoted&quot; &lt;name&gt; &lt;a@b.example&gt;');
    for (const { text, headers } of [list, message]) {
      expect(text).not.toMatch(/<script|<b>| style=|<style/);
      expect(headers['content-security-policy']).toContain("default-src 'none'; style-src 'self';");
      expect(headers['cache-control']).toBe('no-store');
    }
    expect((await get('/dev/mail/style.css')).headers['content-type']).toContain('text/css');
  });

  it('shows its HTML where it can do nothing', async () => {
    const { text, headers } = await (await start(true))(`/dev/mail/${id}/html`);
    expect(text).toContain('<p>Hello</p>');
    const policy = headers['content-security-policy']!;
    expect(policy).toContain('sandbox allow-popups allow-popups-to-escape-sandbox;');
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/script-src|allow-scripts|allow-same-origin/);
  });

  it('is for no page of another site', async () => {
    const get = await start(true);
    const { headers } = await get('/dev/mail', { Origin: 'https://evil.example' });
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    for (const Host of [
      'evil.example',
      'localhost.evil.example',
      '10.0.0.1',
      '127.0.0.1.evil.example:4600',
    ]) {
      for (const path of ['/dev/mail', `/dev/mail/${id}`, `/dev/mail/${id}/html`]) {
        const answer = await get(path, { Host });
        expect([Host, answer.status]).toEqual([Host, 404]);
        expect(answer.text).not.toContain('alert');
      }
    }
    expect((await get('/dev/mail', { Host: 'localhost:4600' })).status).toBe(200);
  });

  it('has no other pages', async () => {
    const get = await start(true);
    const missing = '01939f7e-6cf0-7d43-a6c7-26f5b7f3f002';
    for (const path of [
      `/dev/mail/${missing}`,
      '/dev/mail/..%2Fsecret',
      '/dev/mail/',
      '/dev/mailbox',
      `/dev/mail/${id}/x`,
    ])
      expect([path, (await get(path)).status]).toEqual([path, 404]);
  });

  it('is shown only where the service is told to', async () => {
    const get = await start(false);
    for (const path of ['/dev/mail', `/dev/mail/${id}`, '/dev/mail/style.css'])
      expect((await get(path)).status).toBe(404);
  });
});
