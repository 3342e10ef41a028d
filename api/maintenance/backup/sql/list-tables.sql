-- Tables of the schema $1 but the list of migrations. A row: one of them, with the columns that hold data of their own and
-- the text of the query that answers each row as one JSON array of texts.
select
  c.relname as name,
  json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum) as columns,
  format('select json_build_array(%s)::text as line from %s', string_agg(format('%I::text', a.attname), ', ' order by a.attnum), c.oid::regclass) as query
from pg_class c
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
where c.relnamespace = $1::text::regnamespace and c.relkind = 'r' and c.relname <> 'schema_version'
group by c.oid, c.relname
order by c.relname collate "C"
