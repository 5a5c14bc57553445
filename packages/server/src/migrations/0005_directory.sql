-- Everything here is made from profiles, in the transaction that writes them, so it carries no foreign keys: checking
-- them row by row would cost more than the rows.

-- What each audience may see of each profile, and nothing else: a search reads the viewer's audience only, so what is
-- hidden can be neither matched nor sorted by nor counted. One row for each visible degree (position 0 is the primary
-- one, or the only row of a person without any), with the person's other fields repeated.
create table directory_entries (
  institution_id uuid not null,
  audience text not null check (audience in ('public', 'members', 'private')),
  profile_id uuid not null,
  position smallint not null,
  -- 0 where no degree may be seen: it then comes last among the newest first.
  batch_year smallint not null,
  -- The words and the filter values, tagged (features/directory/search/document.ts). It and the keys stand before what is
  -- only shown, because a row is read up to the last column that a condition needs.
  document tsvector not null,
  sort_name text collate "C" not null,
  -- Folded, for filters and counts.
  department_key text collate "C",
  company_key text collate "C",
  industry_key text collate "C",
  city_key text collate "C",
  country_key text collate "C",
  skill_keys text[] collate "C",
  display_name text not null,
  other_names text[],
  programme text,
  department text,
  degree_kind text,
  company text,
  title text,
  industry text,
  city text,
  country text,
  skills text[],
  headline text,
  photo_url text,
  primary key (institution_id, audience, profile_id, position)
) partition by list (audience);

create table directory_entries_public partition of directory_entries for values in ('public');
create table directory_entries_members partition of directory_entries for values in ('members');
create table directory_entries_private partition of directory_entries for values in ('private');

create index directory_entries_name on directory_entries (institution_id, sort_name, profile_id, position);
create index directory_entries_batch on directory_entries (institution_id, batch_year desc, sort_name, profile_id, position);
create index directory_entries_batch_company
  on directory_entries (institution_id, batch_year, company_key, sort_name, profile_id, position);
create index directory_entries_document on directory_entries using gin (document);

-- The vocabulary of an audience: by how many people each word is had, anywhere, in a name and in a company's name. No
-- index holds a count, so that counting stays within the page (HOT); the trigrams change only with a new word.
create table directory_words (
  institution_id uuid not null,
  audience text not null check (audience in ('public', 'members', 'private')),
  word text collate "C" not null,
  people integer not null,
  name_people integer not null,
  company_people integer not null,
  primary key (institution_id, audience, word)
) partition by list (audience);

create table directory_words_public partition of directory_words for values in ('public') with (fillfactor = 80);
create table directory_words_members partition of directory_words for values in ('members') with (fillfactor = 80);
create table directory_words_private partition of directory_words for values in ('private') with (fillfactor = 80);

create index directory_words_trigrams on directory_words using gin (institution_id, word gin_trgm_ops);

-- The values that an audience may filter by, each with the number of people who have it.
create table directory_values (
  institution_id uuid not null,
  audience text not null check (audience in ('public', 'members', 'private')),
  -- A facet, 'batch' (by its id), or 'people' (all of them, under the key '').
  field text not null,
  key text collate "C" not null,
  -- How the value is written; '' in the row that counts all spellings together.
  label text collate "C" not null,
  people integer not null,
  primary key (institution_id, audience, field, key, label)
) partition by list (audience);

create table directory_values_public partition of directory_values for values in ('public');
create table directory_values_members partition of directory_values for values in ('members');
create table directory_values_private partition of directory_values for values in ('private');

create index directory_values_people on directory_values (institution_id, field, people desc, key) where label = '';

alter table directory_entries enable row level security;
alter table directory_words enable row level security;
alter table directory_values enable row level security;
create policy own_institution on directory_entries to homecoming_app using (institution_id = (select current_institution()));
create policy own_institution on directory_words to homecoming_app using (institution_id = (select current_institution()));
create policy own_institution on directory_values to homecoming_app using (institution_id = (select current_institution()));

-- Full-text and trigram operators are not leakproof: under row-level security PostgreSQL would not use their indexes. So the
-- application reads through views of the owner's that carry the institution's predicate themselves, and of the tables it
-- may read only the keys that its own writes need. A view for each audience, over its partition: planning is shorter, and a
-- search can't forget whose view it takes.
do $$
declare
  audience text;
  kind text;
begin
  foreach audience in array '{public, members, private}'::text[] loop
    foreach kind in array '{directory_entries, directory_words, directory_values}'::text[] loop
      execute format(
        'create view %1$s_visible_%2$s as select * from %1$s_%2$s where institution_id = (select current_institution())',
        kind, audience);
      execute format('grant select on %s_visible_%s to homecoming_app', kind, audience);
    end loop;
  end loop;
end
$$;
grant insert, delete on directory_entries to homecoming_app;
grant select (institution_id, audience, profile_id) on directory_entries to homecoming_app;
grant select, insert, update, delete on directory_words, directory_values to homecoming_app;
