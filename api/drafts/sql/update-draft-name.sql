-- $1 uuid, $2 text: name, $3 timestamptz
update draft set name = $2::text, changed_at = $3::timestamptz where id = $1::uuid
