-- Gaps that were worked on after one revision, up to another, as they stand now.
-- $1 bigint: after, $2 bigint: up to
select distinct w.subject, w.subject_kind, w.status, w.due
from gap_event e
join gap_work w on w.id = e.gap_id
join changeset c on c.id = e.changeset_id
where c.revision > $1::int8 and c.revision <= $2::int8
order by w.subject
