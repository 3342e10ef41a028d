-- A new draft; nothing when there is one with this id.
-- $1 uuid, $2 text: street, $3 text: name, $4 bigint: base revision, $5 bytea: ground, $6 text: author, $7 timestamptz, $8 bigint: changeset that it takes back
insert into draft (id, street_code, name, status, base_revision, ground, author, created_at, changed_at, reverts)
values ($1::uuid, $2::text, $3::text, 'open', $4::int8, $5::bytea, $6::text, $7::timestamptz, $7::timestamptz, $8::int8)
on conflict (id) do nothing
