-- Tells one nothing any more.
-- $1 id
delete from webhook where id = $1::uuid returning id
