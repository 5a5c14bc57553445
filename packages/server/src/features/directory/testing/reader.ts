import pg from 'pg';
import { encodeUuid, formatId, newId } from '../../../platform/ids';
import type { Audience } from '../../../platform/scope';
import type { TestInstitution, TestService } from '../../../testing/service';
import type { Question } from './arbitraries';

export type Answer = Readonly<Record<string, unknown>> & { readonly nextCursor?: string | null };

/**
 * Reads an institution as one audience does, over HTTP, and says ids by what they are the ids of, so that the answers of
 * two institutions can be compared.
 */
export class Reader {
  private constructor(
    private readonly service: TestService,
    private readonly key: string,
    private readonly audience: Audience,
    private readonly names: ReadonlyMap<string, string>,
  ) {}

  static async of(
    service: TestService,
    school: TestInstitution,
    audience: Audience,
    names: ReadonlyMap<string, string>,
  ): Promise<Reader> {
    const key = await school.createKey({ kind: audience === 'public' ? 'publishable' : 'secret' });
    return new Reader(service, key, audience, names);
  }

  async get(path: string, parameters: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
    const asked = new URLSearchParams(this.audience === 'public' ? {} : { audience: this.audience });
    for (const [name, value] of Object.entries(parameters)) {
      // Years, facets and ids are separated by commas; other lists are repeated.
      const list = Array.isArray(value) ? value.map(String) : [String(value)];
      if (!['batchYear', 'facets', 'ids'].includes(name)) list.forEach((each) => asked.append(name, each));
      else if (list.length) asked.set(name, list.join(','));
    }
    const response = await fetch(`${this.service.origin}${path}?${asked.toString()}`, {
      headers: { 'Homecoming-Key': this.key },
    });
    const { requestId: _, ...body } = (await response.json()) as Record<string, unknown>;
    if (response.status >= 500 || (response.status >= 400 && response.status !== 404)) {
      throw new Error(`${path}?${asked.toString()}: ${JSON.stringify(body)}`);
    }
    return body;
  }

  /** All pages, with what their cursors hold. */
  async pages(path: string, parameters: Readonly<Record<string, unknown>> | Question): Promise<Answer[]> {
    const pages: Answer[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await this.get(path, { ...parameters, ...(cursor && { cursor }) });
      cursor = page.nextCursor;
      pages.push({
        ...page,
        nextCursor: cursor ? Buffer.from(cursor.split('.')[0]!, 'base64url').toString() : null,
      });
    } while (cursor && pages.length < 60);
    return pages;
  }

  /** The same with every known id said as what it is of. */
  named<T>(answer: T): T {
    const ids = /(?:prof|bat)_[0-9a-z]{26}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
    return JSON.parse(JSON.stringify(answer).replace(ids, (id) => this.names.get(id) ?? 'unknown')) as T;
  }
}

/** The database as its owner sees it, and an institution's rows with their ids said as what they are of. */
export class Records {
  private constructor(private readonly client: pg.Client) {}

  static async open(service: TestService): Promise<Records> {
    const client = new pg.Client({ connectionString: service.ownerUrl });
    await client.connect();
    return new Records(client);
  }

  close(): Promise<void> {
    return this.client.end();
  }

  /** Profiles in the order of their creation. */
  async profileIds(institutionId: string): Promise<string[]> {
    const { rows } = await this.client.query<{ id: string }>(
      'select id from profiles where institution_id = $1 order by id',
      [institutionId],
    );
    return rows.map(({ id }) => id);
  }

  /** What each id of an institution stands for, `people` being the numbers of its profiles in their order. */
  async namesOf(institutionId: string, people: readonly number[]): Promise<Map<string, string>> {
    const names = new Map<string, string>();
    const ids = await this.profileIds(institutionId);
    ids.forEach((id, i) =>
      names.set(id, `person ${people[i]}`).set(`prof_${encodeUuid(id)}`, `person ${people[i]}`),
    );
    const { rows } = await this.client.query<{ id: string; year: number; programme: string }>(
      'select id, year, programme from batches where institution_id = $1',
      [institutionId],
    );
    for (const { id, year, programme } of rows) {
      names.set(id, `batch ${year} ${programme}`).set(formatId('batch', id), `batch ${year} ${programme}`);
    }
    return names;
  }

  /** An audience's entries, words and values, in an order of their own, without what differs between any two institutions. */
  async projectionOf(
    institutionId: string,
    number: number,
    audience: Audience,
    names: ReadonlyMap<string, string>,
  ) {
    const { rows: entries } = await this.client.query<{ e: Record<string, unknown> }>(
      `select to_jsonb(e) - 'institution_id' as e from directory_entries e
       where institution_id = $1 and audience = $2 order by profile_id, position`,
      [institutionId, audience],
    );
    const { rows: words } = await this.client.query(
      `select word, people, name_people, company_people from directory_words
       where institution_id = $1 and audience = $2 order by word`,
      [institutionId, audience],
    );
    const { rows: values } = await this.client.query<{
      field: string;
      key: string;
      label: string;
      people: number;
    }>('select field, key, label, people from directory_values where institution_id = $1 and audience = $2', [
      institutionId,
      audience,
    ]);
    const tag = `${number.toString(36)}:`.length;
    const lexemes = (document: string) =>
      [...document.matchAll(/'((?:[^']|'')*)'(:[\d,]+)?/g)]
        .map(([, lexeme, positions]) => lexeme!.slice(tag) + (positions ?? ''))
        // The bucket of the sample follows from the id.
        .filter((lexeme) => !lexeme.startsWith('~'))
        .sort();
    return {
      entries: entries.map(({ e }) => ({
        ...e,
        profile_id: names.get(e.profile_id as string),
        document: lexemes(e.document as string),
      })),
      words,
      values: values
        .map(({ field, key, label, people }) =>
          [field, field === 'batch' ? names.get(key) : key, label, people].join(' | '),
        )
        .sort(),
    };
  }

  /** Which transaction wrote each row, by audience: entries by their person and place, counts by what they count. */
  async writers(institutionId: string): Promise<Record<Audience, Map<string, string>>> {
    const { rows } = await this.client.query<{ audience: Audience; row: string; writer: string }>(
      `select audience, concat_ws(' ', profile_id, position) as row, xmin::text as writer from directory_entries where institution_id = $1
       union all
       select audience, word, xmin::text from directory_words where institution_id = $1
       union all
       select audience, concat_ws(' | ', field, key, label), xmin::text from directory_values where institution_id = $1`,
      [institutionId],
    );
    const writers = {
      public: new Map<string, string>(),
      members: new Map<string, string>(),
      private: new Map<string, string>(),
    };
    for (const { audience, row, writer } of rows) writers[audience].set(row, writer);
    return writers;
  }
}

/** An id of nobody. */
export const nobody = () => formatId('profile', newId());
