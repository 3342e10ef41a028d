-- Those of the given steps that a draft has already, with their content.
-- $1 uuid, $2 uuid[]
select step_id, step, operation from draft_step where draft_id = $1::uuid and step_id = any ($2::uuid[])
