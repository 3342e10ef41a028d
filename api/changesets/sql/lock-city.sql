-- A row: the city's revision. The lock makes changes of a city come one after the other.
select revision from meta for update
