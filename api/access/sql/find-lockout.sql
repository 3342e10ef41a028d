-- A row: until when key $1 is closed.
select locked_until from sign_in_attempt where key = $1::text
