-- Takes out rows of road, by their ids.
-- $1 json array of rows with their ids, $2 bigint: revision (not kept), $3 date (not kept), $4 bigint: rows changed after this revision are left alone
delete from road t
using jsonb_to_recordset($1::jsonb) as r (id int8)
where t.id = r.id and t.revision <= $4::int8 and $2::int8 is not null and $3::date is not null
