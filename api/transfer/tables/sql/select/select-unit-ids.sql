-- One row: the ids of all units by code, as a json object.
select coalesce(json_object_agg(code, id), '{}')::text as ids
from unit
