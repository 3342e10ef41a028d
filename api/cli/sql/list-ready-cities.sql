-- A row: a city that is loaded completely.
select code, name from city where state = 'ready' order by code
