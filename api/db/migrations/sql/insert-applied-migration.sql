-- $1 number, $2 file name, $3 SHA-256 of the file in hexadecimal, $4 time.
insert into schema_version (number, name, sha256, applied_at) values ($1, $2, $3, $4)
