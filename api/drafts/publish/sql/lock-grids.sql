-- Grids that a change is about to touch, with what is not in memory.
-- $1 bigint[]: ids
select id, alias_codes, valid_from, valid_to, version, code from grid where id = any ($1::int8[]) order by id for update
