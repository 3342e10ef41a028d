-- Forgets the requests made before $1.
delete from auditor_request where requested_at < $1::timestamptz
