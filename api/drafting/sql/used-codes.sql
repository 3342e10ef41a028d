-- All codes that grids of some communities have or ever had.
-- $1 text[]: codes of the communities
select g.code from grid g where left(g.code, 12) = any ($1::text[])
union
select h.fields ->> 'code' from grid_history h where left(h.fields ->> 'code', 12) = any ($1::text[])
union
select a.value from grid g cross join lateral jsonb_each_text(g.alias_codes) a where a.key = 'former' and left(a.value, 12) = any ($1::text[])
