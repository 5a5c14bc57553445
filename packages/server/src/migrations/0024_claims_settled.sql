-- When the institution took a profile back from the member: from then on only the institution gives them one.
alter table members add column profile_taken_back_at timestamptz;

-- An invitation that gave a profile left an earlier claim of the member waiting for ever: giving it has answered the claim.
update claims c
set status = 'approved', profile_id = m.profile_id, decided_by = 'institution', decided_at = now(), version = c.version + 1
from members m
where (m.institution_id, m.id) = (c.institution_id, c.member_id) and m.profile_id is not null and c.status = 'pending';

-- Of those whose details are still kept: they are removed some time after the decision.
create index claims_details on claims (institution_id, decided_at)
  where external_id is not null or birth_date is not null or evidence is not null;
