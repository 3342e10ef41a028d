-- Names of the drafts of a street that are being worked on, without one of them.
-- $1 text: street, $2 uuid: draft that is left out
select name from draft
where street_code = $1::text and id <> $2::uuid and status in ('open', 'submitted', 'approved')
