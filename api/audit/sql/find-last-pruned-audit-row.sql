-- $1 number of the first row to keep, or null to prune all. A row: number and hash of the last row before it.
select id, hash from audit where ($1::bigint is null or id < $1::bigint) order by id desc limit 1
