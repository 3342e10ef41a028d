-- Takes up the gap of subject $1, which is a $2; $3 status, $4 office, $5 due, $6 remedy, $7 households, $8 when. A row: its id.
insert into gap_work (subject, subject_kind, status, office, due, remedy, households, opened_at, closed_at)
values ($1::text, $2::text, $3::text, $4::text, $5::date, $6::text, $7::integer, $8::timestamptz, case when $3::text = 'closed' then $8::timestamptz end)
returning id
