-- $1 uuid
select id, author, at, text, x, y, grid_id from draft_comment where draft_id = $1::uuid order by at, id
