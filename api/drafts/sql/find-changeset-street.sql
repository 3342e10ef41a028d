-- The street whose published draft made a change. None: the change was not a draft.
-- $1 bigint: changeset
select street_code from draft where changeset_id = $1::int8
