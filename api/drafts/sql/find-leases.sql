-- Who is drawing in these communities.
-- $1 text[]: codes, $2 timestamptz: now
select community_code, draft_id, holder, since, until
from draft_lease
where community_code = any ($1::text[]) and until > $2::timestamptz
order by community_code
