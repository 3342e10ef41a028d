-- The draft has more steps.
-- $1 uuid, $2 integer: number of the last, $3 timestamptz
update draft set steps = $2::int4, changed_at = $3::timestamptz where id = $1::uuid
