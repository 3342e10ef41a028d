-- Which of these steps a draft has already.
-- $1 uuid, $2 uuid[]
select step_id from draft_step where draft_id = $1::uuid and step_id = any ($2::uuid[])
