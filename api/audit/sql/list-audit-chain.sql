-- $1 number after which to begin, $2 limit. A row: everything that is hashed of an audit row, and its hash.
select id, at, actor, address, action, object, result, detail, hash from audit where id > $1::bigint order by id limit $2
