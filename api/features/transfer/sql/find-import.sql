-- A committed import of the city.
-- $1 uuid: the import
-- One row, or none: the file's name.
select file_name
from import_run
where id = $1::uuid
