-- Published changes that took another one back.
select d.changeset_id as changeset, d.reverts from draft d where d.reverts is not null and d.changeset_id is not null order by d.changeset_id
