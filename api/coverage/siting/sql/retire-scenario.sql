-- Takes the kept answer $1 off the list at $2. A row: it was there.
update siting_scenario set removed_at = $2::timestamptz where id = $1::uuid and removed_at is null returning id
