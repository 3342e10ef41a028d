-- Changes of the map newer than a revision, oldest first.
-- $1 bigint: revision
select revision, box, layers, kind
from changeset
where revision > $1::int8
order by revision
