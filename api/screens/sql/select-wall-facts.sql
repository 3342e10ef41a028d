-- When revision $1 was published, and how many gaps are closed by now. One row.
select
  (select committed_at from changeset where revision = $1::bigint) as at,
  (select count(*) from (select distinct on (subject) status from gap_work order by subject, id desc) latest where status = 'closed')::integer as closed
