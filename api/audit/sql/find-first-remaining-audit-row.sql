-- $1 time. A row: the number of the first row from that time on, or null.
select min(id) as id from audit where at >= $1::timestamptz
