-- $1 time. Deletes sessions that ended before.
delete from session where ends_at < $1::timestamptz
