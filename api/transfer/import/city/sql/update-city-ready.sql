-- The city's first data are complete.
-- $1 code
update city
set state = 'ready'
where code = $1
