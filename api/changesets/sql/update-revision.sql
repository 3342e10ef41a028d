-- $1 the city's new revision.
update meta set revision = $1
