-- Forgets request $1. None: somebody else was faster.
delete from auditor_request where id = $1::uuid
