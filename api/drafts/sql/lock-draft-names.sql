-- Nobody else names a draft of the street before this transaction ends.
-- $1 text: street
select pg_advisory_xact_lock(hashtextextended(current_schema() || ' draft names ' || $1::text, 0))
