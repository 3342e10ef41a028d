-- The draft is handed in.
-- $1 uuid, $2 text: by whom, $3 timestamptz, $4 text: note
update draft
set status = 'submitted', submitted_by = $2::text, submitted_at = $3::timestamptz, note = $4::text, decided_by = null, decided_at = null, changed_at = $3::timestamptz
where id = $1::uuid
