-- Which version of the projection made a row (features/directory/projection.ts). A release that folds or splits text differently makes
-- different rows of the same profile: those of an earlier version are made again in the background, and before their profile is
-- written. The release before this one does not name the column, so its rows say 1.
alter table directory_entries add column projection smallint not null default 1;
grant select (projection) on directory_entries to homecoming_app;

insert into outbox (institution_id, task)
select i.id, jsonb_build_object('id', gen_random_uuid(), 'identifier', 'directory.reproject', 'maxAttempts', 12,
                                'priority', 20, 'jobKey', 'directory.reproject')
from institutions i
where i.deleted_at is null and exists (select from directory_entries e where e.institution_id = i.id);
