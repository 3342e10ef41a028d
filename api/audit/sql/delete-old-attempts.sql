-- $1 now. Deletes counters of failed sign-ins that are a day old and lock nobody out.
delete from sign_in_attempt where last_at < $1::timestamptz - interval '1 day' and locked_until < $1::timestamptz
