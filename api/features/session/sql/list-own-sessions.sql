-- Open sessions of account $1 at $2 that were seen since $3, the latest first. A row: one of them, and whether the account
-- has a second factor.
select session.id, session.created_at, session.seen_at, session.ends_at, session.address, session.agent,
  factor.account_id is not null as second_factor
from session
left join account_second_factor as factor on factor.account_id = session.account_id
where session.account_id = $1::uuid and ended_at is null and ends_at > $2::timestamptz and seen_at > $3::timestamptz
order by session.created_at desc
