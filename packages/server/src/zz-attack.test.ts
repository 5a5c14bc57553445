import { beforeAll, it, expect } from 'vitest';
import { startTestService, type TestService } from './testing/service';
import { callRaw } from './testing/wire';
let service: TestService; let sk: string; let pk: string; let sk2: string;
beforeAll(async () => { service = await startTestService(); const a = await service.createInstitution({publicCountThreshold: 3}); sk = await a.createKey(); pk = await a.createKey({ kind: 'publishable' }); const b = await service.createInstitution(); sk2 = await b.createKey(); });
const call = async (method: string, path: string, body?: unknown, key = sk) => { const t = performance.now(); const r = await callRaw(service.origin, { method, path, headers: { 'Homecoming-Key': key, 'Content-Type': 'application/json' }, ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }) }); const ms = Math.round(performance.now() - t); console.log(method, path.slice(0, 90), r.status, ms + 'ms', r.text.slice(0, 260)); return r; };
it('attack', { timeout: 200000 }, async () => {
  const rnd = (n: number, alphabet: string[]) => Array.from({ length: n }, () => alphabet[Math.floor(Math.random() * alphabet.length)]).join('');
  const kata = Array.from({ length: 0x3357 - 0x3300 }, (_, i) => String.fromCodePoint(0x3300 + i));
  const arab = ['ﷺ', 'ﷻ', ...Array.from({ length: 300 }, (_, i) => String.fromCodePoint(0xfbea + i)), ...Array.from({length: 0xfd3d-0xfd00}, (_, i) => String.fromCodePoint(0xfd00+i)),];
  const han = Array.from({ length: 20000 }, (_, i) => String.fromCodePoint(0x20000 + i));
  const all = [...kata, ...arab];
  // index row size
  await call('POST', '/v1/profiles', { familyName: 'A', degrees: [{ batchYear: 2000, programme: rnd(120, kata) }] });
  await call('POST', '/v1/profiles', { familyName: 'A', degrees: [{ batchYear: 2000, programme: rnd(120, all) }] });
  await call('POST', '/v1/profiles', { familyName: 'A', degrees: [{ batchYear: 2000, programme: 'ﷺ'.repeat(120) }] });
  await call('POST', '/v1/profiles', { familyName: 'A', degrees: [{ batchYear: 2000, programme: rnd(120, han) }] });
  await call('POST', '/v1/profiles', { externalId: rnd(200, han), familyName: rnd(200, han), givenName: rnd(200, han), displayName: rnd(200, han), company: rnd(200, han), industry: rnd(120, han), city: rnd(120, han), country: rnd(120, han), headline: rnd(200, han), title: rnd(200, han), otherNames: Array.from({ length: 20 }, () => rnd(200, han)), skills: Array.from({ length: 50 }, () => rnd(80, han)), degrees: Array.from({ length: 20 }, (_, i) => ({ batchYear: 1990 + i, programme: rnd(120, han), department: rnd(120, han), kind: rnd(80, han) })) });
  await call('POST', '/v1/profiles', { familyName: 'B', company: rnd(200, Array.from({length:100},(_, i)=>String.fromCodePoint(0xfb1d+i))), bio: rnd(5000, han) });
  await call('POST', '/v1/profiles', { familyName: 'B', company: rnd(200, Array.from({length:14},(_, i)=>String.fromCodePoint(0x1d15e+i))) , skills: Array.from({ length: 50 }, () => rnd(80, arab)), otherNames: Array.from({ length: 20 }, () => rnd(200, arab))});
  // names that vanish
  for (const name of ['\u200b', '\u00ad', '...', '🎓', '\u0301', ' ', '\u2028', '\u202e evil', '́́']) await call('POST', '/v1/profiles', { familyName: name });
  const one = JSON.parse((await call('POST', '/v1/profiles', { familyName: 'Keeper', company: 'Keep', skills: ['a'] })).text);
  await call('PATCH', '/v1/profiles/' + one.id, { company: '   ' });
  await call('PATCH', '/v1/profiles/' + one.id, { familyName: '   ' });
  await call('PATCH', '/v1/profiles/' + one.id, { displayName: '\u200b', familyName: null });
  await call('PATCH', '/v1/profiles/' + one.id, { links: [{ url: 'https://exa mple.org' }] });
  for (const url of ['javascript:alert(1)', 'https://a\u0000b', 'https:\\\\evil', 'HTTPS://x', 'https://é.example/', 'http://[::1]/', 'https://a/"onload="x', 'data:text/html,x', 'https://a/\u202e', 'https:evil.example']) await call('PATCH', '/v1/profiles/' + one.id, { photoUrl: url });
  // slow searches
  for (const q of [rnd(200, han), Array.from({ length: 12 }, () => 'abcdefghijklm').join(' '), "'".repeat(200), 'a '.repeat(100), rnd(200, arab), '%'.repeat(200), ':*'.repeat(100), '\\'.repeat(200), 'zzzzzzzzzzzzzzzzzzz '.repeat(10)]) {
    await call('GET', '/v1/directory/search?facets=batchYear,company,skill,city&q=' + encodeURIComponent(q));
    await call('GET', '/v1/directory/suggest?q=' + encodeURIComponent(q));
  }
  const many = (n: string) => Array.from({ length: 20 }, (_, i) => `${n}=${encodeURIComponent(rnd(60, ['a', 'b', ' ', "'", '\\', '1']))}${i}`).join('&');
  await call('GET', '/v1/directory/search?facets=batchYear,company,skill,city,department,country,industry&q=a&' + ['department', 'company', 'city', 'country', 'industry', 'skill'].map(many).join('&') + '&batchYear=' + Array.from({ length: 99 }, (_, i) => `${1000 + i * 10}..${1100 + i * 10}`).join(','));
  await call('GET', '/v1/directory/search?batchYear=0000');
  await call('GET', '/v1/directory/search?batchYear=9999');
  await call('GET', '/v1/directory/search?batchYear=2000..1990');
  await call('GET', '/v1/directory/search?batchYear=' + Array.from({ length: 100 }, (_, i) => `${String(i * 90).padStart(4, '0')}..${String(i * 90 + 99).padStart(4, '0')}`).join(','));
  // redos
  for (const email of ['a@' + 'a'.repeat(200_000), 'a@' + 'a-'.repeat(100_000), 'a@' + 'a.'.repeat(100_000), 'a.'.repeat(100_000), '!'.repeat(200_000) + '@', 'a@' + 'a.-'.repeat(60_000)]) await call('POST', '/v1/profiles', { familyName: 'R', email });
  await call('POST', '/v1/profiles', { familyName: 'R', photoUrl: 'https://' + 'a.'.repeat(100_000) });
  await call('POST', '/v1/profiles', '{"degrees":[' + '{},'.repeat(80_000) + '{}]}');
  await call('POST', '/v1/profiles', '{"familyName":"x",' + Array.from({ length: 20_000 }, (_, i) => `"k${i}":1`).join(',') + '}');
  // concurrency: the same external id, and crossing updates
  const made = await Promise.all(Array.from({ length: 12 }, () => call('POST', '/v1/profiles', { familyName: 'Race', externalId: 'race', degrees: [{ batchYear: 2011, programme: 'New' }] })));
  console.log('RACE', made.map((r) => r.status).join());
  const id = JSON.parse(made.find((r) => r.status === 201)!.text).id;
  const upd = await Promise.all(Array.from({ length: 24 }, (_, i) => i % 3 === 0 ? call('DELETE', '/v1/profiles/' + id) : i % 3 === 1 ? call('POST', `/v1/profiles/${id}/undelete`) : call('PATCH', '/v1/profiles/' + id, { city: 'City' + i, skills: ['s' + i, 'b', 'a'] })));
  console.log('RACE2', upd.map((r) => r.status).join());
  const cross = await Promise.all(Array.from({ length: 30 }, (_, i) => call('POST', '/v1/profiles', { familyName: 'Cross', givenName: 'w' + (i % 3), otherNames: i % 2 ? ['zz yy xx', 'aa'] : ['aa', 'xx yy zz'], degrees: [{ batchYear: 2012 + (i % 2), programme: 'P q' }, { batchYear: 2012 + ((i + 1) % 2), programme: 'P-q' }] })));
  console.log('RACE3', cross.map((r) => r.status).join());
  // caches
  for (const headers of [{ 'If-None-Match': '*' }, { 'If-None-Match': '*', Origin: 'https://evil' }] as Record<string, string>[]) { const r = await callRaw(service.origin, { path: '/v1/batches?key=' + pk, headers }); console.log('INM', r.status, JSON.stringify(r.headers)); }
  for (const p of ['/V1/Batches', '/v1/batches/', '/v1/batches%2f', '/v1/batches?limit=1&limit=1', '/v1/batches?limit=%31', '/v1/profiles?ids=' + one.id + '%2C' + one.id, '/v1/profiles?ids=', '/v1/directory/search?q=a&q=b', '/v1/directory/search?sort=relevance', '/v1/directory/search?cursor=', '/v1/directory/search?limit=100&sort=-batchYear']) await call('GET', p);
  // data consistency of counts
  expect(1).toBe(1);
});
