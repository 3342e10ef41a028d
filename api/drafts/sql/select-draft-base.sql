-- The ground that a draft is drawn on: JSON, gzipped.
-- $1 uuid
select ground from draft where id = $1::uuid
