-- Everybody who made a step of a draft, undone and rebased steps included.
-- $1 uuid
select distinct author from draft_step where draft_id = $1::uuid order by author
