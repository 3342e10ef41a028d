-- Ids of standing buildings whose code is a text, or whose compound or address contains it; the shortest first.
-- $1 text, in lower case and without spaces, $2 integer: how many at most
select id::int4 as id, code, name, address, compound
from building
where
  valid_to is null
  and (lower(code) = $1::text or strpos(lower(replace(coalesce(compound, '') || '|' || coalesce(address, ''), ' ', '')), $1::text) > 0)
order by length(coalesce(compound, address, '')), compound, address, id
limit $2::int4
