-- One change.
-- $1 bigint: its number
select
  c.id, c.revision, c.kind, c.actor, c.note, c.committed_at, d.id as draft_id, d.name as draft_name, d.street_code,
  d.author, d.submitted_by, d.decided_by, r.changeset_id as reverted_by
from changeset c
left join draft d on d.changeset_id = c.id
left join draft r on r.reverts = c.id and r.changeset_id is not null
where c.id = $1::int8
