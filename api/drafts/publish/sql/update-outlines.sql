-- New outlines of units.
-- $1 json array of {id, version, shape}, $2 bigint: revision, $3 date: first day
update unit u
set geom = ST_SetSRID(ST_GeomFromTWKB(decode(r.shape, 'hex')), 4326), version = u.version + 1, revision = $2::int8, outline_from = $3::date
from jsonb_to_recordset($1::jsonb) as r (id int8, version int4, shape text)
where u.id = r.id and u.version = r.version
