-- $1 name. A row: id, role and city of the account with this name.
select id, role, city from account where name = $1::text
