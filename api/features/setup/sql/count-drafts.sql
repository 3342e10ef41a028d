-- A row for each stage of drafts.
select status, count(*)::int as count, max(changed_at) as last_at
from draft
group by status
