-- $1 id, $2 bounding box, $3 changed layers, $4 answer to the request, as JSON.
update changeset set box = $2, layers = $3, answer = $4 where id = $1
