import { Writable } from 'node:stream';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { errorSerializers } from '../../platform/error-description';
import { asOwner } from '../../platform/owner';
import { pageOf } from '../../testing/members';
import { startTestService } from '../../testing/service';

it('secret in logs: there is none, nor an address, whatever is called and however it ends', async () => {
  let written = '';
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      written += chunk.toString();
      done();
    },
  });
  const service = await startTestService({
    log: pino({ level: 'trace', serializers: errorSerializers }, stream),
  });
  const school = await service.createInstitution();
  const page = await pageOf(service, school);
  const email = 'canary.address@people.example';
  const [password, wrong] = ['canary password of hers', 'canary password of nobody'];

  const code = await page.requestCode(email);
  await page.redeem(email, '000000');
  const person = page.personOf(await page.redeem(email, code));
  await page.send('PUT', '/v1/me/password', { password }, person.headers);
  await page.send('POST', '/v1/auth/password', { email, password });
  await page.send('POST', '/v1/auth/password', { email, password: wrong });
  await page.send('POST', '/v1/auth/password', { email: `${email}\n`, password });
  await page.send('GET', `/v1/members?q=${email}`, undefined, { 'Homecoming-Key': await school.createKey() });
  await page.send('GET', '/v1/me', undefined, page.tokenHeaders(`${person.accessToken}x`));
  const second = page.personOf(await page.refresh(person.refreshToken));
  const third = page.personOf(await page.refresh(second.refreshToken));
  // Used again: it is warned of.
  await page.refresh(person.refreshToken);
  // And what fails inside, with the values that it failed with: PostgreSQL quotes them.
  const profile = { familyName: 'Lovelace', links: [] };
  await asOwner(service.ownerUrl, (owner) =>
    owner.query({ text: `alter table profiles add check (email <> '${email}')` }),
  );
  const refused = await page.send(
    'POST',
    '/v1/profiles',
    { ...profile, email },
    {
      'Homecoming-Key': await school.createKey(),
    },
  );
  expect(refused.status).toBe(500);
  await school.scope.transaction((tx) => tx.db.query({ text: 'drop table sessions' })).catch(() => undefined);
  await page.send('POST', '/v1/auth/sign-out', { refreshToken: third.refreshToken });

  expect(written).toContain('a refresh token was reused');
  expect(written).toContain('answered');
  const secrets = [email, 'canary', code, password, person, second, third].flatMap((each) =>
    typeof each === 'string' ? [each] : [each.accessToken, each.refreshToken.slice(-64)],
  );
  for (const secret of secrets) expect(written.includes(secret), secret).toBe(false);
  const kept = [...written.matchAll(/"principalId":"([^"]+)"/g)];
  expect(kept.length).toBeGreaterThan(5);
});
