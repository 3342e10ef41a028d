-- A comment; nothing when it is there already.
-- $1 uuid, $2 uuid: draft, $3 text: author, $4 timestamptz, $5 text, $6 integer: x, $7 integer: y, $8 bigint: grid
insert into draft_comment (id, draft_id, author, at, text, x, y, grid_id)
values ($1::uuid, $2::uuid, $3::text, $4::timestamptz, $5::text, $6::int4, $7::int4, $8::int8)
on conflict (id) do nothing
