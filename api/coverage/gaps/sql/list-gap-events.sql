-- What was done about subject $1 until the end of day $2 (null: until now), the latest first. A row: one deed, and the revision it made.
select gap_event.at, gap_event.actor, gap_event.note, gap_event.fields, changeset.revision
from gap_event
join gap_work on gap_work.id = gap_event.gap_id
join changeset on changeset.id = gap_event.changeset_id
where gap_work.subject = $1::text and ($2::date is null or gap_event.at < ($2::date + 1)::timestamp at time zone (select coalesce(settings #>> '{place,timeZone}', 'Asia/Shanghai') from meta))
order by gap_event.id desc
limit 500
