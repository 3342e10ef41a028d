-- The community data form (12 categories, 36 items) by year, and the service projects.

create table indicator (
  id          bigint generated always as identity primary key,
  code        text not null unique,
  category    integer not null check (category between 1 and 99),
  category_name text not null,
  category_name_en text not null,
  name        text not null,
  name_en     text not null,
  unit        text not null,
  unit_en     text not null,
  -- how a street's or the city's figure comes from its communities'
  aggregate   text not null check (aggregate in ('sum', 'mean', 'share')),
  position    integer not null
);

create table indicator_value (
  id            bigint generated always as identity primary key,
  indicator_id  bigint not null references indicator (id),
  community_id  bigint not null references unit (id),
  year          integer not null check (year between 1949 and 2200),
  value         double precision not null,
  unique (community_id, year, indicator_id)
);

create index indicator_value_year on indicator_value (indicator_id, year);

create table service_project (
  id            bigint generated always as identity primary key,
  code          text not null unique,
  name          text not null,
  -- 资源清单, 需求清单, 项目清单
  list          text not null check (list in ('resource', 'need', 'project')),
  community_id  bigint not null references unit (id),
  year          integer not null,
  status        text not null check (status in ('proposed', 'running', 'finished')),
  cost_yuan     bigint not null check (cost_yuan >= 0),
  beneficiaries integer not null check (beneficiaries >= 0),
  revision      bigint not null default 0
);

create index service_project_community on service_project (community_id);
