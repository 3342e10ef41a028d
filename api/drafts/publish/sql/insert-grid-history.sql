-- States that grids had until now.
-- $1 json array of rows, $2 bigint: changeset that ends them
insert into grid_history (grid_id, version, changeset_id, valid_from, valid_to, fields, geom)
select r.id, r.version, $2::int8, r."validFrom", r."validTo", r.fields, ST_SetSRID(ST_GeomFromTWKB(decode(r.shape, 'hex')), 4326)
from jsonb_to_recordset($1::jsonb) as r (id int8, version int4, "validFrom" date, "validTo" date, fields jsonb, shape text)
