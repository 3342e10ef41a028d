-- The revision that a city is at.
select revision from meta
