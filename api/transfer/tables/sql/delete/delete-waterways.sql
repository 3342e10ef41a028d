-- Takes out all rows of waterway that one revision has brought in.
-- $1 json array (not looked at), $2 bigint: the revision that brought them
delete from waterway t
where t.revision = $2::int8 and $1::jsonb is not null
