-- Records a committed import.
-- $1 uuid: the import; $2 text: its target; $3 text: name of the file; $4 bigint: size of the file in bytes;
-- $5 text: SHA-256 of the file in hex; $6 jsonb: the report of the dry run; $7 text: the actor; $8 timestamptz: the
-- time of the commit; $9 bigint: revision of the city; $10 bigint: the changeset; $11 date: the day from which the
-- changes hold
-- No rows.
insert into import_run
  (id, target, file_name, file_bytes, file_sha256, report, actor, committed_at, revision, changeset_id, day)
values
  ($1::uuid, $2::text, $3::text, $4::bigint, $5::text, $6::jsonb, $7::text, $8::timestamptz, $9::bigint, $10::bigint, $11::date)
