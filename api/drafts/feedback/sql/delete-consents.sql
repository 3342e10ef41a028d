-- The draft is another one now: what was said to it does not hold.
-- $1 uuid
delete from draft_consent where draft_id = $1::uuid
