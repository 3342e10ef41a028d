-- Which of the codes $1 are districts or streets of the city. A row: one of them.
select code from unit where level in ('district', 'street') and code = any ($1::text[])
