-- A street answers. No row: it was not asked.
-- $1 uuid, $2 text: street, $3 text: given or refused, $4 text: by whom, $5 timestamptz, $6 text: note
update draft_consent set state = $3::text, by_whom = $4::text, at = $5::timestamptz, note = $6::text
where draft_id = $1::uuid and street_code = $2::text
