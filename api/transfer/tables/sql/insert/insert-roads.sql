-- Many roads.
-- $1 json array of rows, $2 bigint: revision
insert into road (class, name, bridge, walkable, revision, geom)
select r.class, r.name, r.bridge, r.walkable, $2::int8, ST_SetSRID(ST_GeomFromTWKB(decode(r.geometry, 'hex')), 4326)
from jsonb_to_recordset($1::jsonb) as r (class text, name text, bridge boolean, walkable boolean, geometry text)
