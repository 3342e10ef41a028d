-- All codes that grids of some communities have or ever had.
-- $1 text[]: codes of the communities
select g.code from grid g where left(g.code, 12) = any ($1::text[])
union
select h.fields ->> 'code' from grid_history h where left(h.fields ->> 'code', 12) = any ($1::text[])
union
select g.alias_codes ->> 'former' from grid g where g.alias_codes ->> 'former' is not null and left(g.alias_codes ->> 'former', 12) = any ($1::text[])
