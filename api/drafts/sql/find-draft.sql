-- A draft without its ground.
-- $1 uuid
select
  id, street_code, name, status, base_revision, steps, first_step, author, created_at, changed_at, submitted_by, submitted_at,
  note, decided_by, decided_at, published_revision, changeset_id, reverts
from draft
where id = $1::uuid
