-- The work on gaps: the latest row of each subject, or of subject $1 alone (null: all). A row: its state.
select distinct on (subject) id, subject, subject_kind, status, office, due, remedy, opened_at, closed_at, closed_by, version
from gap_work
where $1::text is null or subject = $1::text
order by subject, id desc
