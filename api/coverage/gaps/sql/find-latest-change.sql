-- The latest published change up to revision $1 that could have covered a gap. A row: its revision, kind and note.
select revision, kind, note from changeset
where revision <= $1::bigint and kind not like 'gap.%' and kind not like 'siting.%'
order by revision desc limit 1
