-- The most frequent values were found by an index that held their counts, so each count that moved wrote a row and two index
-- entries anew. The index now holds a rank, one higher where the count is four times as high: most counting stays within the page
-- (HOT), and the few values of one rank are put in order when they are read.
drop index directory_values_people;
alter table directory_values
  add column rank smallint not null generated always as ((ln(greatest(people, 1)) / ln(4))::smallint) stored;
create index directory_values_rank on directory_values (institution_id, field, rank desc) where label = '';
alter table directory_values_public set (fillfactor = 80);
alter table directory_values_members set (fillfactor = 80);
alter table directory_values_private set (fillfactor = 80);

do $$
declare
  audience text;
begin
  foreach audience in array '{public, members, private}'::text[] loop
    execute format(
      'create or replace view directory_values_visible_%1$s as
         select * from directory_values_%1$s where institution_id = (select current_institution())',
      audience);
  end loop;
end
$$;
