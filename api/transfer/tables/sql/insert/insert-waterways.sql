-- Many waters.
-- $1 json array of rows, $2 bigint: revision
insert into waterway (class, name, barrier, revision, geom)
select r.class, r.name, r.barrier, $2::int8, ST_SetSRID(ST_GeomFromTWKB(decode(r.geometry, 'hex')), 4326)
from jsonb_to_recordset($1::jsonb) as r (class text, name text, barrier boolean, geometry text)
