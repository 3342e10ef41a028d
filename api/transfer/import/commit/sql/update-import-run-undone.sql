-- Records that an import was undone.
-- $1 uuid: the import; $2 bigint: the changeset of the undo; $3 timestamptz: the time of the undo
-- No rows.
update import_run
set undone_by = $2::bigint, undone_at = $3::timestamptz
where id = $1::uuid
