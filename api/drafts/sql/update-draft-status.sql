-- The draft goes on or back: approved, or open again.
-- $1 uuid, $2 text: status, $3 text: by whom, $4 timestamptz, $5 text: note, or null to leave the one there is
update draft
set status = $2::text, decided_by = $3::text, decided_at = $4::timestamptz, note = coalesce($5::text, note), changed_at = $4::timestamptz
where id = $1::uuid
