-- How files with certain columns were read the last time.
-- $1 text: the signature of target and columns
-- One row, or none: columns by field, coordinate system, encoding, and when.
select mapping, crs, encoding, used_at
from import_source
where signature = $1::text
