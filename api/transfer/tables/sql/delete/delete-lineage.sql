-- Takes out what one changeset has written down of who became whom.
-- $1 bigint: changeset
delete from lineage
where changeset_id = $1::int8
