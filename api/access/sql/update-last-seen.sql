-- $1 session ids, $2 moments: when each was last seen, if that is later than what is known.
update session set seen_at = given.at, change = default
from unnest($1::text[], $2::timestamptz[]) as given (id, at)
where session.id = given.id and session.seen_at < given.at
