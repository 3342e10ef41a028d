-- Kept answers of siting, the latest first. A row: one of them.
select id, name, question, answer, revision, actor, saved_at from siting_scenario where removed_at is null order by saved_at desc, id limit 100
