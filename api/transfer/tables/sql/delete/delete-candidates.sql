-- Takes out places where a station might stand that one revision has brought in, as if they had never been.
-- $1 json array of rows with their codes, $2 bigint: the revision that brought them
delete from siting_candidate t
using jsonb_to_recordset($1::jsonb) as r (code text)
where t.code = r.code and t.revision = $2::int8
