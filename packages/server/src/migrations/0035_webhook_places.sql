-- Claims some of the deliveries that are due, so that partners that don't answer never hold all places. Whoever holds places may
-- take more only up to a share of what is free (dynamic thresholds, Choudhury and Hahne 1998): an endpoint up to half of what its
-- institution has left, an institution up to half of what the process has left, or up to its limit for endpoints that have none
-- under way. One claim takes half of what is free, so that the next one knows what it took.
-- Replaces the function of the same name without `slow`, which the release before still calls.
create function claim_webhook_deliveries(
    at timestamptz, lease_until timestamptz, claim uuid, busy jsonb, slow uuid[],
    most_per_endpoint integer, most_per_slow_endpoint integer, most_per_institution integer, free integer, breaks_after integer)
  returns table (institution_id uuid, endpoint_id uuid, delivery_id uuid, change_id uuid, type text, subject_id uuid,
                 occurred_at timestamptz, tries integer, is_probe boolean)
  language plpgsql volatile security definer set search_path = public, pg_temp
as $$
#variable_conflict use_column
begin
  -- One caller at a time: a breaker that is open lets one probe through, however many processes ask.
  perform pg_advisory_xact_lock(4600003);
  return query
  with ready as materialized (
    select e.institution_id, e.id, e.failures >= breaks_after as is_probe,
           coalesce((busy ->> e.id::text)::integer, 0) as endpoint_busy,
           case when e.failures >= breaks_after then 1 when e.id = any (slow) then most_per_slow_endpoint
                else most_per_endpoint end as most_here,
           sum(coalesce((busy ->> e.id::text)::integer, 0)) over (partition by e.institution_id) as institution_busy
      from webhook_endpoints e
     where e.enabled and e.deleted_at is null and (e.paused_until is null or e.paused_until <= at)
  ), due as materialized (
    select r.institution_id, r.id as endpoint_id, d.id, r.is_probe, r.institution_busy,
           -- Each endpoint's first comes before any endpoint's second, so that a long queue delays only itself.
           r.endpoint_busy + row_number() over (partition by r.institution_id, r.id order by d.due_at, d.id) as nth
      from ready r cross join lateral (
        select id, due_at from webhook_deliveries
         where institution_id = r.institution_id and endpoint_id = r.id and state = 'pending' and due_at <= at
         order by due_at, id
         limit greatest(least(r.most_here, ceil((most_per_institution - r.institution_busy) / 2.0)) - r.endpoint_busy, 0)
      ) d
  ), ranked as (
    select d.*, row_number() over (partition by d.institution_id order by d.nth, d.id) as nth_of_institution,
           case when d.nth = 1 then most_per_institution else least(most_per_institution, ceil(free / 2.0)) end
             - d.institution_busy as institution_free
      from due d
  ), picked as materialized (
    select * from ranked where nth_of_institution <= ceil(institution_free / 2.0) order by nth, id limit ceil(free / 2.0)
  ), probing as (
    -- No second probe before the first has an outcome, or its process is given up.
    update webhook_endpoints e set paused_until = lease_until
      from picked p where p.is_probe and (e.institution_id, e.id) = (p.institution_id, p.endpoint_id)
  )
  update webhook_deliveries d set due_at = lease_until, claim_id = claim
    from picked p where (d.institution_id, d.id) = (p.institution_id, p.id) and d.state = 'pending' and d.due_at <= at
    returning d.institution_id, d.endpoint_id, d.id, d.change_id, d.type, d.subject_id, d.occurred_at, d.tries, p.is_probe;
end
$$;

revoke all on function claim_webhook_deliveries(timestamptz, timestamptz, uuid, jsonb, uuid[], integer, integer, integer, integer, integer)
  from public;
grant execute on function
  claim_webhook_deliveries(timestamptz, timestamptz, uuid, jsonb, uuid[], integer, integer, integer, integer, integer)
  to homecoming_app;
