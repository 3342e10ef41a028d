-- The earliest day on which publications newer than a revision changed or ended a grid; null: none did.
-- $1 bigint: revision
select to_char(min(coalesce(valid_to, valid_from)), 'YYYY-MM-DD') as day from grid where revision > $1::int8
