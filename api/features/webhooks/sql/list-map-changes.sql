-- Changes of a city's map after one revision, up to another.
-- $1 bigint: after, $2 bigint: up to
select revision, kind, committed_at, box, layers from changeset
where revision > $1::int8 and revision <= $2::int8 and cardinality(layers) > 0
order by revision
