-- Steps of a draft after a number, in order.
-- $1 uuid, $2 integer: after this number
select number, step_id, step, operation, author, at
from draft_step
where draft_id = $1::uuid and number > $2::int4
order by number
