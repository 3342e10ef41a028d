-- A row: number and hash of the last row that was pruned.
select id, hash from audit_anchor order by id desc limit 1
