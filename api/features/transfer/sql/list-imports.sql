-- Committed imports of the city, the newest first; no parameters.
-- One row: an import, when it was committed and, if it was, taken back.
select id, target, file_name, actor, committed_at, revision, undone_at
from import_run
order by revision desc
limit 200
