-- What was answered to whoever published.
-- $1 bigint: changeset
select answer from changeset where id = $1::int8
