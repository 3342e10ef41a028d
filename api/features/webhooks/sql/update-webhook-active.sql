-- Pauses one, or lets it go on; a row when that changes something.
-- $1 id, $2 boolean
update webhook set active = $2::boolean where id = $1::uuid and active <> $2::boolean returning id
