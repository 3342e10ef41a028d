-- What an import saved for its undo, in the order in which it was applied.
-- $1 uuid: the import
-- One row: a batch of rows of one table.
select table_name, was, rows
from import_before
where import_id = $1::uuid
order by number
