-- Grids that are no more: the row keeps their last state. One row for each that still was at its version.
-- $1 bigint[]: ids, $2 integer[]: versions, $3 date: first day they do not stand, $4 bigint: revision
update grid g
set valid_to = $3::date, revision = $4::int8
from unnest($1::int8[], $2::int4[]) as r (id, version)
where g.id = r.id and g.version = r.version and g.valid_to is null
