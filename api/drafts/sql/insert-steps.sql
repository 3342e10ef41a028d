-- New steps of a draft.
-- $1 uuid, $2 json array of {number, id, step, operation}, $3 text: author, $4 timestamptz
insert into draft_step (draft_id, number, step_id, step, operation, author, at)
select $1::uuid, r.number, r.id, r.step, r.operation, $3::text, $4::timestamptz
from jsonb_to_recordset($2::jsonb) as r (number int4, id uuid, step text, operation jsonb)
