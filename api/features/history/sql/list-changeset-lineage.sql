-- Who became whom by a change.
-- $1 bigint: changeset
select predecessor_id, successor_id, operation from lineage where changeset_id = $1::int8 order by predecessor_id, successor_id
