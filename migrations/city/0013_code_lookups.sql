-- Codes that grids have or ever had are looked up whenever a grid is numbered, and whenever somebody asks for the history
-- of a code: both without reading all of a history that only grows.

create index grid_community_code on grid (left(code, 12));
create index grid_history_code on grid_history ((fields ->> 'code'));
create index grid_history_community_code on grid_history (left(fields ->> 'code', 12));
