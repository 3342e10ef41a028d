-- How some buildings are called: one row for each.
-- $1 int4[]: ids
select id::int4 as id, code, name, address from building where id = any ($1::int4[])
