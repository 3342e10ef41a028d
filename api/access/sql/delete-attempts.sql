-- Forgets the failures of keys $1.
delete from sign_in_attempt where key = any ($1::text[])
