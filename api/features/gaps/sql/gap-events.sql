-- What was done about subject $1, the latest first. A row: one deed, and the revision it made.
select gap_event.at, gap_event.actor, gap_event.note, gap_event.fields, changeset.revision
from gap_event
join gap_work on gap_work.id = gap_event.gap_id
join changeset on changeset.id = gap_event.changeset_id
where gap_work.subject = $1::text
order by gap_event.id desc
limit 500
