-- A row: the city's settings as they are stored.
select settings from meta
