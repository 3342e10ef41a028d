-- $1 number. Deletes the rows up to that number.
delete from audit where id <= $1::bigint
