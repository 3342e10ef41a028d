-- Writes the city's settings $1, with their version inside.
update meta set settings = $1::jsonb
