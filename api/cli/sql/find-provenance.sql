-- A row: where the city's data come from.
select source, demo from meta
