-- A row is an index that no constraint has made.
-- $1: name of the schema
select
  c.relname as table_name,
  pg_get_indexdef(i.indexrelid, 0, true) as line
from pg_index i
join pg_class c on c.oid = i.indrelid
join pg_class x on x.oid = i.indexrelid
where c.relnamespace = $1::text::regnamespace and not exists (select from pg_constraint k where k.conindid = i.indexrelid)
order by c.relname collate "C", x.relname collate "C"
