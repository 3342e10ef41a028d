-- Outlines that units had until now.
-- $1 json array of {id, version, validFrom, shape}, $2 bigint: changeset that ends them, $3 date: first day of the next
insert into unit_history (unit_id, version, changeset_id, valid_from, valid_to, geom)
select r.id, r.version, $2::int8, r."validFrom", $3::date, ST_SetSRID(ST_GeomFromTWKB(decode(r.shape, 'hex')), 4326)
from jsonb_to_recordset($1::jsonb) as r (id int8, version int4, "validFrom" date, shape text)
