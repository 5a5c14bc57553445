-- The widest audience that may be shown a file now, whatever address was signed for it before; null: nobody.
alter table stored_files add column shown_to text check (shown_to in ('public', 'members', 'private'));

-- Of the photos that there are, the directory knows: an audience has a row with a photo only where it may see it.
update stored_files file set shown_to = seen.audience
from (
  select distinct on (institution_id, photo_url) institution_id, photo_url, audience
  from directory_entries
  where photo_url like 'stored-photo:%'
  order by institution_id, photo_url, array_position(array['public', 'members', 'private'], audience)
) seen
where seen.institution_id = file.institution_id and seen.photo_url = 'stored-photo:' || file.id and file.dropped_at is null;
