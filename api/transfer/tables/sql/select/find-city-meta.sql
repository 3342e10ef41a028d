-- Name, revision, date and settings of the city; no parameters.
-- One row, or none while the city has no data.
select name, revision, data_date, settings
from meta
