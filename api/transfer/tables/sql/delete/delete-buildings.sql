-- Takes out buildings that one revision has brought in, as if they had never been.
-- $1 json array of rows with their codes, $2 bigint: the revision that brought them
delete from building t
using jsonb_to_recordset($1::jsonb) as r (code text)
where t.code = r.code and t.revision = $2::int8
