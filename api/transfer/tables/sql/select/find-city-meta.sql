-- Name, revision and date of the city; no parameters.
-- One row, or none while the city has no data.
select name, revision, data_date
from meta
