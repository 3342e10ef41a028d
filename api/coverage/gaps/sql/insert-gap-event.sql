-- Notes what was done about work $1: $2 changeset, $3 when, $4 who, $5 note, $6 fields that changed.
insert into gap_event (gap_id, changeset_id, at, actor, note, fields)
values ($1::bigint, $2::bigint, $3::timestamptz, $4::text, $5::text, $6::jsonb)
