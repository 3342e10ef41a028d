-- Takes out the states that one changeset has written down.
-- $1 bigint: changeset
delete from grid_history
where changeset_id = $1::int8
