-- What people said about a draft: how many comments there are, and how each street answered.
-- $1 uuid
select
  (select count(*)::int4 from draft_comment c where c.draft_id = $1::uuid) as comments,
  (select coalesce(string_agg(c.street_code || ' ' || c.state, ' ' order by c.street_code), '') from draft_consent c where c.draft_id = $1::uuid) as consents
