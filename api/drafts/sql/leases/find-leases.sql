-- Who is drawing in these communities.
-- $1 text[]: codes, $2 timestamptz: now, $3 timestamptz: the latest end of a lease; a later one was written before the clock was set back
select community_code, draft_id, holder, since, until
from draft_lease
where community_code = any ($1::text[]) and until > $2::timestamptz and until <= $3::timestamptz
order by community_code
