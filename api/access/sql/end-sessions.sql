-- Ends the open sessions of account $1 (null: of any), of them only $2 (null: all), but never $3; $4 now, $5 why. A row: the id of one that was open.
update session set ended_at = $4::timestamptz, ended_because = $5::text, change = default
where ended_at is null and ($1::uuid is null or account_id = $1::uuid)
  and ($2::text is null or id = $2::text) and ($3::text is null or id <> $3::text)
returning id
