-- Requests made since $2 for auditors of city $1 ('*': of all), or the one numbered $3. Those of a person who
-- administers no more do not count. A row: the request, the auditor, and who asks.
select request.id, request.action, request.requested_at, request.account_id, request.requested_by,
  account.name, account.display_name, requester.name as requester
from auditor_request as request
join account on account.id = request.account_id
join account as requester on requester.id = request.requested_by
where request.requested_at >= $2::timestamptz and ($1::text = '*' or account.city = $1::text)
  and ($3::uuid is null or request.id = $3::uuid)
  and account.role = 'auditor' and requester.role = 'admin' and requester.state = 'active'
order by request.requested_at
