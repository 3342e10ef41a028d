-- Saves the earlier state of rows that an import changes, or the codes of rows that it adds, so that it can be undone.
-- $1 uuid: the import; $2 integer: number of the batch within the import, from 0; $3 text: the table;
-- $4 text: 'standing' (the rows are earlier states) or 'nothing' (the rows name what is new); $5 jsonb: the rows
-- No rows.
insert into import_before (import_id, number, table_name, was, rows)
values ($1::uuid, $2::integer, $3::text, $4::text, $5::jsonb)
