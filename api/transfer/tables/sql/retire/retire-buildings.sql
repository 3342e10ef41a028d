-- Buildings that stand no longer; they are kept.
-- $1 json array of rows with their codes, $2 bigint: revision, $3 date: first day on which they do not stand, $4 bigint: rows changed after this revision are left alone
update building t
set valid_to = greatest($3::date, t.valid_from), version = t.version + 1, revision = $2::int8
from jsonb_to_recordset($1::jsonb) as r (code text)
where t.code = r.code and t.revision <= $4::int8 and t.valid_to is null
