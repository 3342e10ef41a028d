-- What the neighbours say.
-- $1 uuid
select street_code, state, by_whom, at, note from draft_consent where draft_id = $1::uuid order by street_code
