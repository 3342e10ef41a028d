-- One row: the ids of all items of the community data form by code, as a json object.
select coalesce(json_object_agg(code, id), '{}')::text as ids
from indicator
