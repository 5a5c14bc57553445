import { readdir, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import {
  attachPhoto,
  type FileStorage,
  fileTasks,
  FolderStorage,
  StorageUnavailable,
} from '../../platform/files';
import { formatId, newId, parseId } from '../../platform/ids';
import { asOwner } from '../../platform/owner';
import { buildProgram } from '../../testing/child-process';
import { startObjectStorage } from '../../testing/object-storage';
import { testFolder } from '../../testing/photos';
import { canaries, phonePicture, picture } from '../../testing/pictures';
import { startTestService, type TestInstitution, type TestService } from '../../testing/service';
import { callRaw } from '../../testing/wire';
import { loadProfiles } from './load';

const minute = 60_000;

/** A folder whose failures a test decides on. */
class MoodyStorage implements FileStorage {
  failsAfter = Infinity;
  watch: () => void = () => undefined;
  readonly #folder: FolderStorage;

  constructor(readonly path: string) {
    this.#folder = new FolderStorage(path);
  }

  async put(...args: Parameters<FolderStorage['put']>): Promise<void> {
    this.watch();
    if (this.failsAfter-- <= 0) throw new StorageUnavailable('The storage is away.');
    await this.#folder.put(...args);
  }

  get = (key: string) => this.#folder.get(key);
  remove = (key: string) => this.#folder.remove(key);

  /** Names of all files that lie in it. */
  async files(): Promise<string[]> {
    const entries = await readdir(this.path, { recursive: true, withFileTypes: true }).catch(() => []);
    return entries.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));
  }
}

let now = new Date('2026-11-21T09:30:00.000Z');
let service: TestService;
let storage: MoodyStorage;
let school: TestInstitution;
let secretKey: string;
let memberKey: string;
let publicKey: string;
let profileId: string;
let upload: Buffer;

beforeAll(async () => {
  storage = new MoodyStorage(await testFolder());
  service = await startTestService({ clock: () => now, storage, relays: false });
  upload = await phonePicture();
});

beforeEach(async () => {
  now = new Date('2026-11-21T09:30:00.000Z');
  storage.failsAfter = Infinity;
  storage.watch = () => undefined;
  school = await service.createInstitution();
  secretKey = await school.createKey();
  memberKey = await school.createKey({ scopes: ['directory:read'] });
  publicKey = await school.createKey({ kind: 'publishable' });
  profileId = await createProfile();
});

interface Shown {
  readonly id: string;
  readonly version: number;
  readonly photoUrl?: string;
}

async function call(
  method: string,
  path: string,
  options: { key?: string; body?: BodyInit; type?: string } = {},
) {
  const { key = secretKey, body, type = 'application/json' } = options;
  return fetch(service.origin + path, {
    method,
    headers: { 'Homecoming-Key': key, ...(body !== undefined && { 'Content-Type': type }) },
    ...(body !== undefined && { body }),
  });
}

async function createProfile(): Promise<string> {
  const answer = await call('POST', '/v1/profiles', { body: JSON.stringify({ familyName: 'Curie' }) });
  return ((await answer.json()) as Shown).id;
}

const put = (bytes: Buffer = upload, { id = profileId, type = 'image/jpeg' } = {}) =>
  call('PUT', `/v1/profiles/${id}/photo`, { body: new Uint8Array(bytes), type });
const putOne = async (bytes?: Buffer) => (await (await put(bytes)).json()) as Shown;
const change = (update: object) =>
  call('PATCH', `/v1/profiles/${profileId}`, { body: JSON.stringify(update) });
const photoSeenBy = async (key: string) =>
  ((await (await call('GET', `/v1/profiles/${profileId}`, { key })).json()) as Shown).photoUrl;
const photoFoundBy = async (key: string) => {
  const answer = await call('GET', '/v1/directory/search', { key });
  return ((await answer.json()) as { data: Shown[] }).data[0]?.photoUrl;
};
const codeOf = async (answer: Response) => [answer.status, ((await answer.json()) as { code: string }).code];

const sweep = (institution = school) =>
  fileTasks(storage)['files.sweep']!(institution.scope, undefined, new AbortController().signal, {
    taskId: newId(),
    attempt: 1,
    reruns: 0,
  });
const filesOf = async ({ institution }: TestInstitution) =>
  (await storage.files()).filter((file) => file.includes(institution.id));
const rowsOf = ({ institution }: TestInstitution) =>
  asOwner(service.ownerUrl, (owner) =>
    owner.query<{ id: string; kept_at: Date | null; dropped_at: Date | null }>(
      { text: 'select id, kept_at, dropped_at from stored_files where institution_id = $1 order by id' },
      [institution.id],
    ),
  );

describe('a photo that was put', () => {
  it('is given in the page’s size by the profile and in the list’s by the search, without a key, without metadata', async () => {
    const answer = await put();
    expect(answer.status).toBe(200);
    const { photoUrl, version } = (await answer.json()) as Shown;
    expect(version).toBe(2);
    const list = await photoFoundBy(publicKey);
    for (const [url, size] of [
      [photoUrl!, [40, 60]],
      [list!, [192, 192]],
    ] as const) {
      // prettier-ignore
      expect(new URL(url).origin).toBe(service.origin);
      const image = await fetch(url);
      expect([image.status, image.headers.get('content-type')]).toEqual([200, 'image/webp']);
      expect(image.headers.get('x-content-type-options')).toBe('nosniff');
      expect(image.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
      expect(image.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
      const bytes = Buffer.from(await image.arrayBuffer());
      const { width, height, exif } = await sharp(bytes).metadata();
      expect([width, height, exif]).toEqual([...size, undefined]);
      for (const canary of canaries) expect(bytes.includes(canary)).toBe(false);
    }
  });

  it('is kept by caches for five minutes, by shared ones only where everybody may see it, and then asked for by its tag', async () => {
    await put();
    for (const [key, cache] of [
      [publicKey, 'public, max-age=300'],
      [memberKey, 'private, max-age=300'],
    ] as const) {
      const url = (await photoSeenBy(key))!;
      const image = await fetch(url);
      expect(image.headers.get('cache-control')).toBe(cache);
      const again = () =>
        callRaw(service.origin, {
          path: new URL(url).pathname,
          headers: { 'If-None-Match': image.headers.get('etag')! },
        });
      const known = await again();
      expect([known.status, known.text, known.headers['cache-control']]).toEqual([304, '', cache]);
      await change({ audiences: { photoUrl: 'private' } });
      expect((await again()).status).toBe(404);
      await change({ audiences: { photoUrl: null } });
    }
    expect(await photoSeenBy(publicKey)).toBe(await photoSeenBy(publicKey));
  });

  it('is kept by nobody for longer than its address holds', async () => {
    await put();
    const url = (await photoSeenBy(memberKey))!;
    now = new Date(now.getTime() + 19 * minute);
    expect((await fetch(url)).headers.get('cache-control')).toBe('private, max-age=60');
    now = new Date(now.getTime() + minute);
    expect((await fetch(url)).status).toBe(404);
  });

  it('is taken by its content, whatever its type is said to be', async () => {
    expect((await put(await picture('png'), { type: 'image/svg+xml' })).status).toBe(200);
    expect((await put(await picture('webp'), { type: 'application/octet-stream' })).status).toBe(200);
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    for (const type of ['image/svg+xml', 'image/png'])
      expect(await codeOf(await put(svg, { type }))).toEqual([400, 'invalid_image']);
    expect(await codeOf(await put(await picture('png'), { type: 'text/html' }))).toEqual([
      415,
      'unsupported_media_type',
    ]);
  });

  it('may have 10 MiB and no more', async () => {
    const image = await picture('png');
    const most = 10 * 1024 * 1024;
    expect((await put(Buffer.concat([image, Buffer.alloc(most - image.length)]))).status).toBe(200);
    const over = await put(Buffer.concat([image, Buffer.alloc(most - image.length + 1)]));
    expect(await codeOf(over)).toEqual([413, 'body_too_large']);
  });

  it('is a change of the profile, that those notice who may see it', async () => {
    await change({ audiences: { photoUrl: 'members' } });
    await put();
    await call('DELETE', `/v1/profiles/${profileId}/photo`);
    const changes = await asOwner(service.ownerUrl, (owner) =>
      owner.query<{ change: { type: string; audience: string; version: number } }>(
        {
          text: 'select change from outbox where institution_id = $1 and change is not null order by (change ->> $$version$$)::int',
        },
        [school.institution.id],
      ),
    );
    expect(changes.slice(-2).map(({ change }) => [change.type, change.audience, change.version])).toEqual([
      ['profile.updated', 'members', 3],
      ['profile.updated', 'members', 4],
    ]);
  });

  it('comes back with a profile that was deleted and undeleted', async () => {
    await put();
    await call('DELETE', `/v1/profiles/${profileId}`);
    await sweep();
    await call('POST', `/v1/profiles/${profileId}/undelete`);
    expect((await fetch((await photoSeenBy(publicKey))!)).status).toBe(200);
  });
});

describe('an address of a photo', () => {
  it('is given only to the audience of the photo', async () => {
    await change({ audiences: { photoUrl: 'members' } });
    await put();
    expect(await photoSeenBy(publicKey)).toBeUndefined();
    expect(await photoFoundBy(publicKey)).toBeUndefined();
    expect(await photoSeenBy(memberKey)).toBeDefined();
    await change({ audiences: { photoUrl: 'private' } });
    expect(await photoSeenBy(memberKey)).toBeUndefined();
    expect(await photoFoundBy(memberKey)).toBeUndefined();
    expect(await photoSeenBy(secretKey)).toBeDefined();
  });

  it.each([
    ['the photo’s audience has narrowed', () => change({ audiences: { photoUrl: 'members' } })],
    ['the name has been hidden', () => change({ audiences: { name: 'private' } })],
    ['the profile has been deleted', () => call('DELETE', `/v1/profiles/${profileId}`)],
    ['the photo has been deleted', () => call('DELETE', `/v1/profiles/${profileId}/photo`)],
    ['the photo has been replaced', () => put()],
    ['the photo has been replaced by one elsewhere', () => change({ photoUrl: 'https://example.org/a.jpg' })],
  ])('gives nothing at once when %s, before anything is swept', async (_, narrow) => {
    await put();
    const urls = [(await photoSeenBy(publicKey))!, (await photoFoundBy(publicKey))!];
    for (const url of urls) expect((await fetch(url)).status).toBe(200);
    expect((await narrow()).ok).toBe(true);
    for (const url of urls) {
      const answer = await fetch(url);
      expect(await codeOf(answer)).toEqual([404, 'not_found']);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('etag')).toBeNull();
    }
  });

  it('goes on for those who may still see the photo when others may no more', async () => {
    await put();
    const [everybodys, members, own] = [
      (await photoSeenBy(publicKey))!,
      (await photoSeenBy(memberKey))!,
      (await photoSeenBy(secretKey))!,
    ];
    expect(new Set([everybodys, members, own]).size).toBe(3);
    const statuses = async () =>
      Promise.all([everybodys, members, own].map(async (url) => (await fetch(url)).status));
    expect(await statuses()).toEqual([200, 200, 200]);
    await change({ audiences: { photoUrl: 'members' } });
    expect(await statuses()).toEqual([404, 200, 200]);
    await change({ audiences: { photoUrl: 'private' } });
    expect(await statuses()).toEqual([404, 404, 200]);
    await change({ audiences: { photoUrl: 'public' } });
    expect(await statuses()).toEqual([200, 200, 200]);
  });

  it('of before it was noted who may see a photo is good for those alone who may', async () => {
    for (const audience of ['public', 'members', 'private']) {
      profileId = await createProfile();
      await change({ audiences: { photoUrl: audience } });
      await put();
    }
    profileId = await createProfile();
    await put();
    await call('DELETE', `/v1/profiles/${profileId}`);
    const noted = () =>
      asOwner(service.ownerUrl, (owner) =>
        owner.query<{ shown_to: string | null }>(
          { text: 'select shown_to from stored_files where institution_id = $1 order by id' },
          [school.institution.id],
        ),
      );
    const before = await noted();
    expect(before.map(({ shown_to }) => shown_to).sort()).toEqual(['members', null, 'private', 'public']);
    const migration = await readFile(
      new URL('../../migrations/0015_shown_files.sql', import.meta.url),
      'utf8',
    );
    await asOwner(service.ownerUrl, async (owner) => {
      await owner.query({ text: 'update stored_files set shown_to = null' });
      await owner.query({ text: migration.slice(migration.indexOf('update ')) });
    });
    expect(await noted()).toEqual(before);
  });

  it('cannot be turned into one of a wider audience, another size or another institution’s', async () => {
    await change({ audiences: { photoUrl: 'private' } });
    const { photoUrl } = await putOne();
    const token = Buffer.from(new URL(photoUrl!).pathname.split('/').pop()!, 'base64url');
    for (let at = 0; at < token.length; at++) {
      const forged = Buffer.from(token);
      forged[at]! ^= 1;
      const answer = await fetch(`${service.origin}/v1/photos/${forged.toString('base64url')}`);
      expect(answer.status, `byte ${at}`).toBe(404);
    }
    expect((await fetch(photoUrl!)).status).toBe(200);
  });

  it.each([
    ['deleted', () => call('DELETE', `/v1/profiles/${profileId}/photo`)],
    ['replaced by another', () => put()],
    ['replaced by one elsewhere', () => change({ photoUrl: 'https://example.org/marie.jpg' })],
    ['cleared', () => change({ photoUrl: null })],
  ])('gives nothing once the photo was %s and its files are removed', async (_, end) => {
    const { photoUrl } = await putOne();
    const before = await filesOf(school);
    expect((await end()).ok).toBe(true);
    await sweep();
    expect((await fetch(photoUrl!)).status).toBe(404);
    const after = await filesOf(school);
    expect(before.filter((file) => after.includes(file))).toEqual([]);
  });

  it('gives nothing when it was forged: another institution’s photo, a path, a key, anything', async () => {
    const { photoUrl } = await putOne();
    const other = await service.createInstitution();
    const token = new URL(photoUrl!).pathname.split('/').pop()!;
    const bytes = Buffer.from(token, 'base64url');
    const elsewhere = Buffer.from(bytes);
    elsewhere.set(Buffer.from(other.institution.id.replaceAll('-', ''), 'hex'), 1);
    for (const each of [
      elsewhere.toString('base64url'),
      `${token}x`,
      token.slice(1),
      '',
      '..%2f..%2fsecret',
      '%2e%2e/%2e%2e/demo.json',
      'a'.repeat(96),
      `${token}/list.webp`,
      `photos%2F${school.institution.id}`,
      '%00',
      '%',
    ]) {
      // prettier-ignore
      const answer = await fetch(`${service.origin}/v1/photos/${each}`);
      expect(answer.status, each).toBe(404);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
    }
    expect((await fetch(photoUrl!, { method: 'POST' })).status).toBe(404);
    expect((await fetch(photoUrl!, { method: 'HEAD' })).status).toBe(200);
  });

  it('begins with where the service is, whatever Host a caller sends', async () => {
    await put();
    const { text } = await callRaw(service.origin, {
      path: `/v1/profiles/${profileId}`,
      headers: { 'Homecoming-Key': secretKey, Host: 'evil.example', 'X-Forwarded-Host': 'evil.example' },
    });
    expect((JSON.parse(text) as Shown).photoUrl).toMatch(`${service.origin}/v1/photos/`);
  });

  it('means no change where it is written back, and is refused for anybody else', async () => {
    const { photoUrl, version } = await putOne();
    now = new Date(now.getTime() + 60 * minute);
    const answer = (await (await change({ photoUrl })).json()) as Shown;
    expect(answer.version).toBe(version);
    expect((await fetch(answer.photoUrl!)).status).toBe(200);
    const taken = await call('POST', '/v1/profiles', {
      body: JSON.stringify({ familyName: 'Thief', photoUrl }),
    });
    expect(await codeOf(taken)).toEqual([400, 'invalid_request']);
    await put();
    expect(await codeOf(await change({ photoUrl }))).toEqual([400, 'invalid_request']);
  });

  it('of an exported register clears and moves nothing when that is loaded again', async () => {
    const made = await loadProfiles(school.scope, [{ externalId: 'a', familyName: 'Curie' }]);
    expect(made.created).toBe(1);
    const found = await call('GET', '/v1/directory/search?q=curie');
    const ids = ((await found.json()) as { data: Shown[] }).data.map(({ id }) => id);
    profileId = ids.find((id) => id !== profileId)!;
    const { photoUrl } = await putOne();
    const row = { externalId: 'a', familyName: 'Curie', photoUrl: photoUrl! };
    const report = await loadProfiles(school.scope, [
      { ...row, city: 'Paris' },
      { ...row, externalId: 'b' },
    ]);
    expect(report).toEqual({ created: 1, updated: 1, unchanged: 0, refused: [] });
    expect(await photoSeenBy(secretKey)).toBe(photoUrl);
    expect((await fetch(photoUrl!)).status).toBe(200);
    expect((await rowsOf(school)).filter((each) => each.dropped_at)).toEqual([]);
  });

  it('cannot be had by writing what refers to a file', async () => {
    await put();
    const [file] = await rowsOf(school);
    expect(await codeOf(await change({ photoUrl: `stored-photo:${file!.id}` }))).toEqual([
      400,
      'invalid_request',
    ]);
  });
});

describe('a photo of a profile', () => {
  it('that is another institution’s, or nobody’s, is refused alike, and nothing is stored', async () => {
    const other = await service.createInstitution();
    const foreign = await other.createKey();
    for (const [method, id] of [
      ['PUT', profileId],
      ['DELETE', profileId],
      ['PUT', formatId('profile', newId())],
    ] as const) {
      // prettier-ignore
      const body = method === 'PUT' ? { body: new Uint8Array(upload), type: 'image/jpeg' } : {};
      const answer = await call(method, `/v1/profiles/${id}/photo`, { key: foreign, ...body });
      expect(await codeOf(answer)).toEqual([404, 'not_found']);
    }
    expect([await rowsOf(other), await filesOf(other)]).toEqual([[], []]);
  });

  it('can be deleted twice, and where there is none', async () => {
    await put();
    for (let i = 0; i < 2; i++)
      expect((await call('DELETE', `/v1/profiles/${profileId}/photo`)).status).toBe(204);
    expect(await photoSeenBy(secretKey)).toBeUndefined();
  });

  it('is one of those that were put at once, and the others leave nothing', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => put()));
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200));
    await sweep();
    expect(await rowsOf(school)).toHaveLength(1);
    expect(await filesOf(school)).toHaveLength(2);
    expect((await fetch((await photoSeenBy(publicKey))!)).status).toBe(200);
  });
});

describe('an upload', () => {
  it('holds no connection of the database while it is stored', async () => {
    const busy: number[] = [];
    storage.watch = () => {
      const { totalCount, idleCount } = service.database.pool;
      busy.push(totalCount - idleCount);
    };
    await put();
    expect(busy).toEqual([0, 0]);
  });

  it('that is slow holds up nobody, and leaves nothing when it breaks off', async () => {
    const { hostname, port } = new URL(service.origin);
    const slow = connect(Number(port), hostname);
    onTestFinished(() => void slow.destroy());
    const part = upload.subarray(0, upload.length / 2);
    slow.write(
      `PUT /v1/profiles/${profileId}/photo HTTP/1.1\r\nHost: a\r\nHomecoming-Key: ${secretKey}\r\n` +
        `Content-Type: image/jpeg\r\nContent-Length: ${upload.length}\r\n\r\n`,
    );
    await new Promise<void>((resolve) => slow.write(part, () => resolve()));
    expect((await put()).status).toBe(200);
    const { totalCount, idleCount } = service.database.pool;
    expect(totalCount - idleCount).toBe(0);
    const [rows, files] = [await rowsOf(school), await filesOf(school)];
    slow.destroy();
    await call('GET', `/v1/profiles/${profileId}`);
    expect([await rowsOf(school), await filesOf(school)]).toEqual([rows, files]);
  });
});

describe('what a broken-off upload leaves', () => {
  it.each([0, 1, 2])('is swept of a process that was killed when %i files were stored', async (stored) => {
    const program = await buildProgram('photo-process');
    const child = await program.start(
      service.ownerUrl,
      JSON.stringify(school.institution),
      storage.path,
      parseId('profile', profileId)!,
      String(stored),
    );
    await child.kill();
    await program.remove();
    expect(await filesOf(school)).toHaveLength(stored);
    expect(await rowsOf(school)).toMatchObject([{ kept_at: null, dropped_at: null }]);
    expect(await photoSeenBy(secretKey)).toBeUndefined();
    now = new Date(Date.now() + 61 * minute);
    await sweep();
    expect([await rowsOf(school), await filesOf(school)]).toEqual([[], []]);
  });

  it.each([0, 1])(
    'is removed after an hour, of a storage that failed after %i files; the call is told to come again',
    async (failsAfter) => {
      storage.failsAfter = failsAfter;
      const answer = await put();
      expect(answer.headers.get('retry-after')).toBe('5');
      expect(await codeOf(answer)).toEqual([503, 'unavailable']);
      expect(await photoSeenBy(secretKey)).toBeUndefined();
      await sweep();
      expect(await rowsOf(school)).toHaveLength(1);
      now = new Date(now.getTime() + 61 * minute);
      await sweep();
      expect([await rowsOf(school), await filesOf(school)]).toEqual([[], []]);
    },
  );

  it('is removed of a process that was killed between storing and committing, and nothing else is', async () => {
    await put();
    const kept = await filesOf(school);
    // As far as an upload gets before its last transaction.
    await service.photos.store(school.scope, upload);
    expect(await filesOf(school)).toHaveLength(kept.length + 2);
    now = new Date(now.getTime() + 59 * minute);
    await sweep();
    expect(await filesOf(school)).toHaveLength(kept.length + 2);
    now = new Date(now.getTime() + 2 * minute);
    await sweep(await service.createInstitution());
    expect(await filesOf(school)).toHaveLength(kept.length + 2);
    await sweep();
    expect((await filesOf(school)).sort()).toEqual(kept.sort());
  });

  it('is never attached once it has been given up', async () => {
    const fileId = await service.photos.store(school.scope, upload);
    now = new Date(now.getTime() + 61 * minute);
    await sweep();
    expect(await school.scope.transaction((tx) => attachPhoto(tx, fileId))).toBeUndefined();
  });
});

it('stores photos over S3, and removes them there', async () => {
  const bucket = await startObjectStorage();
  const other = await startTestService({ storage: bucket.storage, clock: () => now });
  const { createKey, scope } = await other.createInstitution();
  const headers = { 'Homecoming-Key': await createKey(), 'Content-Type': 'application/json' };
  const created = await fetch(`${other.origin}/v1/profiles`, {
    method: 'POST',
    headers,
    body: '{"familyName":"Curie"}',
  });
  const path = `${other.origin}/v1/profiles/${((await created.json()) as Shown).id}/photo`;
  const body = new Uint8Array(upload);
  const answer = await fetch(path, {
    method: 'PUT',
    headers: { ...headers, 'Content-Type': 'image/jpeg' },
    body,
  });
  const { photoUrl } = (await answer.json()) as Shown;
  const image = await sharp(Buffer.from(await (await fetch(photoUrl!)).arrayBuffer())).metadata();
  expect([image.format, image.width, image.height]).toEqual(['webp', 40, 60]);
  await fetch(path, { method: 'DELETE', headers });
  const run = { taskId: newId(), attempt: 1, reruns: 0 };
  await fileTasks(bucket.storage)['files.sweep']!(scope, undefined, new AbortController().signal, run);
  expect((await fetch(photoUrl!)).status).toBe(404);
});
