-- Keeps answer $4 to question $3 under id $1 and name $2: $5 revision asked about, $6 who, $7 when, $8 changeset.
insert into siting_scenario (id, name, question, answer, revision, actor, saved_at, changeset_id)
values ($1::uuid, $2::text, $3::jsonb, $4::jsonb, $5::bigint, $6::text, $7::timestamptz, $8::bigint)
