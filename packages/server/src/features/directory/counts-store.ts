import type { Row } from '../../platform/database';
import type { Audience, Scope } from '../../platform/scope';
import { Lexemes } from './search/document';
import { entriesOf } from './search/store/statements';

interface WordRow {
  readonly word: string;
  readonly people: number;
  readonly name_people: number;
  readonly company_people: number;
}

/**
 * Sets the counts of an audience's words to what its documents hold, where they differ: in one snapshot they do not, unless a process
 * of the release before has taken out what it would have made rather than what was there.
 */
export async function mendWordCounts(scope: Scope, audience: Audience): Promise<void> {
  const wrong = await findDifferences(scope, audience);
  if (!wrong.length) return;
  await scope.transaction(async (tx) => {
    const words = wrong.map(({ word }) => word);
    await lockWords(tx, audience, words);
    // With the words locked nothing else counts them: what the documents hold now is right.
    const right = (await findDifferences(tx, audience)).filter(({ word }) => words.includes(word));
    await setCounts(tx, audience, right);
  });
}

/** Words whose counts differ from the documents, with the right counts. */
async function findDifferences(scope: Scope, audience: Audience): Promise<WordRow[]> {
  const tag = new Lexemes(scope.institution.number).tag;
  const documents = `select document from ${entriesOf(audience)} where position = 0`;
  const text = `
    with lexemes as (
      select substr(word, ${tag.length + 1}, 1) as class, substr(word, ${tag.length + 2}) collate "C" as word, ndoc
      from ts_stat('${documents}')
    ), counted as (
      select word, coalesce(max(ndoc) filter (where class = '.'), 0) as people,
             coalesce(max(ndoc) filter (where class = 'n'), 0) as name_people,
             coalesce(max(ndoc) filter (where class = 'c'), 0) as company_people
      from lexemes where class in ('.', 'n', 'c') group by word
    ), kept as (
      select word, people, name_people, company_people from directory_words
      where institution_id = current_institution() and audience = '${audience}'
    )
    select word, coalesce(c.people, 0) as people, coalesce(c.name_people, 0) as name_people,
           coalesce(c.company_people, 0) as company_people
    from counted c full join kept k using (word)
    where (c.people, c.name_people, c.company_people) is distinct from (k.people, k.name_people, k.company_people)`;
  return scope.db.query<WordRow & Row>({ text });
}

/** In the order in which all lock them; those that are not there yet, too. */
async function lockWords(tx: Scope, audience: Audience, words: readonly string[]): Promise<void> {
  const text = `
    insert into directory_words (institution_id, audience, word, people, name_people, company_people)
    select current_institution(), '${audience}', word, 0, 0, 0 from unnest($1::text[]) as wrong (word)
    order by word collate "C"
    on conflict (institution_id, audience, word) do update set people = directory_words.people`;
  await tx.db.query({ text }, [words]);
}

async function setCounts(tx: Scope, audience: Audience, rows: readonly WordRow[]): Promise<void> {
  const text = `
    update directory_words w set people = r.people, name_people = r.name_people, company_people = r.company_people
    from unnest($1::text[], $2::int[], $3::int[], $4::int[]) as r (word, people, name_people, company_people)
    where w.institution_id = current_institution() and w.audience = '${audience}' and w.word = r.word`;
  await tx.db.query({ text }, [
    rows.map(({ word }) => word),
    rows.map(({ people }) => people),
    rows.map((row) => row.name_people),
    rows.map((row) => row.company_people),
  ]);
  const drop = `
    delete from directory_words
    where institution_id = current_institution() and audience = '${audience}' and people <= 0`;
  await tx.db.query({ text: drop });
}
