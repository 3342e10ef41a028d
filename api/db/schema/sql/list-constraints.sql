-- A row is a constraint: primary key, unique, foreign key, check, exclusion, in this order. Newer servers keep NOT NULL as
-- constraints too (contype n): the columns say it already.
-- $1: name of the schema
select
  c.relname as table_name,
  'constraint ' || k.conname || ' ' || pg_get_constraintdef(k.oid, true) as line
from pg_constraint k
join pg_class c on c.oid = k.conrelid
where c.relnamespace = $1::text::regnamespace and k.contype <> 'n'
order by c.relname collate "C", position(k.contype::text in 'pufcx'), k.conname collate "C"
