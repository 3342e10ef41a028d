-- Which grids became which.
-- $1 json array of pairs of codes, $2 bigint: changeset, $3 date: first day of the successors
insert into lineage (predecessor_id, successor_id, operation, changeset_id, valid_from)
select p.id, s.id, 'import', $2::int8, $3::date
from jsonb_to_recordset($1::jsonb) as r (predecessor text, successor text)
join grid p on p.code = r.predecessor
join grid s on s.code = r.successor
on conflict (predecessor_id, successor_id, changeset_id) do nothing
