-- Id of the building with a code.
-- $1 text: code
select id::int4 as id from building where code = $1::text
