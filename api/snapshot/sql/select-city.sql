-- One row: the city's facts and revision.
select city_code, name, name_en, revision, data_date, source, demo, settings
from meta
