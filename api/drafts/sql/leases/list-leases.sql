-- Who is drawing where, with the name of the draft.
-- $1 text: code that the community's begins with, $2 timestamptz: now, $3 timestamptz: the latest end of a lease; a later one was written before the clock was set back
select l.community_code, l.draft_id, l.holder, l.since, l.until, d.name as draft_name
from draft_lease l
join draft d on d.id = l.draft_id
where l.community_code like $1::text || '%' and l.until > $2::timestamptz and l.until <= $3::timestamptz
order by l.community_code
