-- A row: number and hash of the newest row of the chain.
select id, hash from audit where hash is not null order by id desc limit 1
