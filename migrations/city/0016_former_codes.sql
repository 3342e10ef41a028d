-- Codes that grids had before they were numbered anew count as used: few grids have one, and a publication reads only those.
create index grid_former_code on grid (left(alias_codes ->> 'former', 12)) where alias_codes ->> 'former' is not null;
