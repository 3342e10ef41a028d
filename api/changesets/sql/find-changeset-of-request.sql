-- $1 request id. A row: the changeset that this request committed.
select revision, answer, kind, actor from changeset where request_id = $1
