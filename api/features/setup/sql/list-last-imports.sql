-- A row for each target: when its last import was committed that still stands.
select target, max(committed_at) as last_at
from import_run
where undone_at is null
group by target
