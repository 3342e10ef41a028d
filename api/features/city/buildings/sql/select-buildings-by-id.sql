-- What the snapshot does not hold of some buildings: one row for each.
-- $1 int4[]: ids
select
  id::int4 as id, code, name, address, compound, completed_on::text as "completedOn", source, surveyed_on::text as "surveyedOn"
from building
where id = any ($1::int4[])
