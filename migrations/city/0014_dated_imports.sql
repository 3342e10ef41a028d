-- The day from which the changes of an import hold. With what stood before (import_before) it tells what units, premises
-- and parks were on an earlier day.
alter table import_run add column day date;
update import_run set day = (committed_at at time zone 'Asia/Shanghai')::date;
alter table import_run alter column day set not null;
