-- Streets that are asked.
-- $1 uuid, $2 text[]: streets
insert into draft_consent (draft_id, street_code, state)
select $1::uuid, r.code, 'needed' from unnest($2::text[]) as r (code)
