-- Drafts, the latest first, each with how many there are in all.
-- $1 text: code that the street's begins with, $2 text: status or null, $3 text: street whose consent is asked for, or null,
-- $4 integer: limit, $5 integer: offset
select
  d.id, d.street_code, d.name, d.status, d.base_revision, d.steps, d.first_step, d.author, d.created_at, d.changed_at,
  d.submitted_by, d.submitted_at, d.note, d.decided_by, d.decided_at, d.published_revision, d.changeset_id, d.reverts,
  count(*) over ()::int4 as total
from draft d
where d.street_code like $1::text || '%'
  and case when $2::text is null then d.status <> 'discarded' else d.status = $2::text end
  and ($3::text is null or (d.status = 'submitted' and exists (
    select 1 from draft_consent c where c.draft_id = d.id and c.street_code = $3::text and c.state = 'needed')))
order by d.changed_at desc, d.id
limit $4::int4 offset $5::int4
