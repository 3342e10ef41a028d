-- Somebody draws in these communities, or goes on doing so. One row for each that was free or their own already, in
-- whichever draft, with since when.
-- $1 text[]: codes, $2 uuid: draft, $3 text: holder, $4 timestamptz: now, $5 timestamptz: until, $6 timestamptz: the
-- latest end of a lease; a later one was written before the clock was set back, and holds no longer
insert into draft_lease (community_code, draft_id, holder, since, until)
select r.code, $2::uuid, $3::text, $4::timestamptz, $5::timestamptz
from unnest($1::text[]) as r (code)
on conflict (community_code) do update
set
  since = case when draft_lease.draft_id = excluded.draft_id and draft_lease.holder = excluded.holder and draft_lease.until > excluded.since then draft_lease.since else excluded.since end,
  draft_id = excluded.draft_id, holder = excluded.holder, until = excluded.until
where draft_lease.until <= excluded.since or draft_lease.until > $6::timestamptz or draft_lease.holder = excluded.holder
returning community_code, since
