-- Units whose outlines a change moves.
-- $1 text[]: codes
select id, code, version, outline_from from unit where code = any ($1::text[]) order by id for update
