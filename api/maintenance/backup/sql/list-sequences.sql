-- Sequences of the schema $1. A row: one of them, and the last number it gave (null: none yet).
select sequencename as name, last_value as last
from pg_sequences
where schemaname = $1::text
order by sequencename collate "C"
