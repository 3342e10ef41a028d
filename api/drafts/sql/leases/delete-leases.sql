-- Nobody draws in this draft any more; $2 text: holder, or null for all.
-- $1 uuid: draft, $2 text
delete from draft_lease where draft_id = $1::uuid and ($2::text is null or holder = $2::text)
