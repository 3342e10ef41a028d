-- Forgets the types of communities.
-- $1 json array of rows with the communities' codes, $2 json object: ids of the units by code
delete from community_type t
using jsonb_to_recordset($1::jsonb) as r (code text)
where t.unit_id = ($2::jsonb ->> r.code)::int8
