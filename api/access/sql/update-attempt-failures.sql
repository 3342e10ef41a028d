-- The attempt that keys $1 began at $2 was right: it does not count.
update sign_in_attempt set failures = greatest(failures - 1, 0), locked_until = least(locked_until, $2::timestamptz)
where key = any ($1::text[])
