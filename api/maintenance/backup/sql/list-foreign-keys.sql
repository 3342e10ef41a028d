-- Foreign keys of the schema $1. A row: one of them, and the statements that drop it and make it again.
select
  format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop_it,
  format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as make_it
from pg_constraint
where connamespace = $1::text::regnamespace and contype = 'f' and conparentid = 0
order by conrelid::regclass::text, conname
