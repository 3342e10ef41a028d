-- Who became whom.
-- $1 bigint[]: predecessors, $2 bigint[]: successors, $3 text[]: operations, $4 bigint: changeset, $5 date: first day of the successors
insert into lineage (predecessor_id, successor_id, operation, changeset_id, valid_from)
select r.predecessor, r.successor, r.operation, $4::int8, $5::date
from unnest($1::int8[], $2::int8[], $3::text[]) as r (predecessor, successor, operation)
