-- The city's facts; a row that is there already stays as it is.
-- $1 code, $2 name, $3 English name, $4 data date, $5 source, $6 demo, $7 sections of the settings
insert into meta (city_code, name, name_en, data_date, source, demo, settings)
values ($1, $2, $3, $4::date, $5, $6::boolean, $7::jsonb)
on conflict (only_row) do nothing
