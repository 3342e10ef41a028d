-- $1 number. A row: how many rows there are up to that number.
select count(*) as count from audit where id <= $1::bigint
