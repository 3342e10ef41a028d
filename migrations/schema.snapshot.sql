-- What the migrations add up to, read from the database. Written by `npx tsx api/cli/schema-snapshot.ts`; never edit it.

-- The schema that all cities share: grid_shared.

create table account (
  id uuid not null,
  name text not null,
  display_name text not null,
  role text not null,
  city text not null,
  units text[] default '{}'::text[] not null,
  state text not null,
  provider_subject text,
  version bigint default 1 not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  change bigint default ((pg_current_xact_id())::text)::bigint not null,
  constraint account_pkey PRIMARY KEY (id),
  constraint account_name_key UNIQUE (name),
  constraint account_provider_subject_key UNIQUE (provider_subject),
  constraint account_city_check CHECK (city ~ '^(\*|[0-9]{6})$'::text),
  constraint account_name_check CHECK (name = lower(name)),
  constraint account_role_check CHECK (role = ANY (ARRAY['leader'::text, 'planner'::text, 'street_official'::text, 'admin'::text, 'auditor'::text, 'integrator'::text])),
  constraint account_state_check CHECK (state = ANY (ARRAY['active'::text, 'disabled'::text]))
);
CREATE INDEX account_change ON account USING btree (change);

create table account_password (
  account_id uuid not null,
  hash text not null,
  set_at timestamp with time zone not null,
  initial boolean not null,
  constraint account_password_pkey PRIMARY KEY (account_id),
  constraint account_password_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id)
);

create table account_second_factor (
  account_id uuid not null,
  sealed_secret bytea not null,
  enrolled_at timestamp with time zone not null,
  last_step bigint not null,
  constraint account_second_factor_pkey PRIMARY KEY (account_id),
  constraint account_second_factor_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id)
);

create table audit (
  id bigint not null,
  at timestamp with time zone not null,
  actor text not null,
  address text,
  action text not null,
  object text not null,
  result text not null,
  detail jsonb default '{}'::jsonb not null,
  hash bytea not null,
  constraint audit_pkey PRIMARY KEY (id),
  constraint audit_result_check CHECK (result = ANY (ARRAY['done'::text, 'refused'::text, 'failed'::text]))
);
CREATE INDEX audit_at ON audit USING btree (at);

create table audit_anchor (
  id bigint not null,
  hash bytea,
  pruned_at timestamp with time zone,
  pruned_rows bigint not null,
  constraint audit_anchor_pkey PRIMARY KEY (id)
);

create table auditor_request (
  id uuid not null,
  account_id uuid not null,
  action text not null,
  requested_by uuid not null,
  requested_at timestamp with time zone not null,
  constraint auditor_request_pkey PRIMARY KEY (id),
  constraint auditor_request_account_id_action_key UNIQUE (account_id, action),
  constraint auditor_request_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint auditor_request_requested_by_fkey FOREIGN KEY (requested_by) REFERENCES account(id),
  constraint auditor_request_action_check CHECK (action = ANY (ARRAY['reset_password'::text, 'remove_second_factor'::text]))
);

create table city (
  code text not null,
  schema_name text not null,
  name text not null,
  name_en text not null,
  state text not null,
  demo boolean not null,
  created_at timestamp with time zone not null,
  constraint city_pkey PRIMARY KEY (code),
  constraint city_schema_name_key UNIQUE (schema_name),
  constraint city_code_check CHECK (code ~ '^[0-9]{6}$'::text),
  constraint city_state_check CHECK (state = ANY (ARRAY['loading'::text, 'ready'::text]))
);

create table credential (
  id uuid not null,
  kind text not null,
  name text not null,
  secret_hash bytea not null,
  city text not null,
  units text[] default '{}'::text[] not null,
  scopes text[] not null,
  screen text,
  device_hash bytea,
  claimed_at timestamp with time zone,
  created_at timestamp with time zone not null,
  created_by text not null,
  expires_at timestamp with time zone,
  revoked_at timestamp with time zone,
  change bigint default ((pg_current_xact_id())::text)::bigint not null,
  constraint credential_pkey PRIMARY KEY (id),
  constraint credential_secret_hash_key UNIQUE (secret_hash),
  constraint credential_check CHECK ((kind = 'display'::text) = (screen IS NOT NULL)),
  constraint credential_city_check CHECK (city ~ '^(\*|[0-9]{6})$'::text),
  constraint credential_kind_check CHECK (kind = ANY (ARRAY['key'::text, 'display'::text]))
);
CREATE INDEX credential_change ON credential USING btree (change);

create table credential_use (
  credential_id uuid not null,
  used_at timestamp with time zone not null,
  address text,
  constraint credential_use_pkey PRIMARY KEY (credential_id)
);

create table first_admin_link (
  only_row boolean default true not null,
  token_hash bytea not null,
  expires_at timestamp with time zone not null,
  constraint first_admin_link_pkey PRIMARY KEY (only_row),
  constraint first_admin_link_only_row_check CHECK (only_row)
);

create table schema_version (
  number integer not null,
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone not null,
  constraint schema_version_pkey PRIMARY KEY (number)
);

create table screen_seen (
  credential_id uuid not null,
  city text not null,
  screen text not null,
  seen_at timestamp with time zone not null,
  report jsonb not null,
  constraint screen_seen_pkey PRIMARY KEY (credential_id),
  constraint screen_seen_credential_id_fkey FOREIGN KEY (credential_id) REFERENCES credential(id)
);
CREATE INDEX screen_seen_screen ON screen_seen USING btree (city, screen);

create table security_settings (
  only_row boolean default true not null,
  settings jsonb not null,
  version bigint not null,
  constraint security_settings_pkey PRIMARY KEY (only_row),
  constraint security_settings_only_row_check CHECK (only_row)
);

create table session (
  id text not null,
  account_id uuid not null,
  created_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  ended_because text,
  address text,
  agent text,
  change bigint default ((pg_current_xact_id())::text)::bigint not null,
  constraint session_pkey PRIMARY KEY (id),
  constraint session_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id)
);
CREATE INDEX session_account ON session USING btree (account_id);
CREATE INDEX session_change ON session USING btree (change);

create table sign_in_attempt (
  key text not null,
  failures integer not null,
  last_at timestamp with time zone not null,
  locked_until timestamp with time zone not null,
  constraint sign_in_attempt_pkey PRIMARY KEY (key)
);
CREATE INDEX sign_in_attempt_last ON sign_in_attempt USING btree (last_at);

create table webhook (
  id uuid not null,
  city text not null,
  name text not null,
  url text not null,
  events text[] not null,
  sealed_secret bytea not null,
  active boolean default true not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  constraint webhook_pkey PRIMARY KEY (id),
  constraint webhook_city_check CHECK (city ~ '^[0-9]{6}$'::text)
);
CREATE INDEX webhook_city ON webhook USING btree (city);

create table webhook_delivery (
  id uuid not null,
  webhook_id uuid not null,
  type text not null,
  revision bigint not null,
  body text not null,
  state text not null,
  created_at timestamp with time zone not null,
  attempts integer default 0 not null,
  due_at timestamp with time zone not null,
  attempted_at timestamp with time zone,
  status integer,
  failure text,
  milliseconds integer,
  constraint webhook_delivery_pkey PRIMARY KEY (id),
  constraint webhook_delivery_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES webhook(id) ON DELETE CASCADE,
  constraint webhook_delivery_state_check CHECK (state = ANY (ARRAY['waiting'::text, 'delivered'::text, 'given_up'::text]))
);
CREATE INDEX webhook_delivery_due ON webhook_delivery USING btree (due_at) WHERE state = 'waiting'::text;
CREATE INDEX webhook_delivery_webhook ON webhook_delivery USING btree (webhook_id, created_at);

create table webhook_watch (
  city text not null,
  revision bigint not null,
  gaps jsonb not null,
  constraint webhook_watch_pkey PRIMARY KEY (city)
);

-- The schema of each city: city_<six digits>.

create table audit (
  id bigint not null,
  at timestamp with time zone not null,
  actor text not null,
  address text,
  action text not null,
  object text not null,
  result text not null,
  detail jsonb default '{}'::jsonb not null,
  hash bytea,
  constraint audit_pkey PRIMARY KEY (id),
  constraint audit_result_check CHECK (result = ANY (ARRAY['done'::text, 'refused'::text, 'failed'::text]))
);
CREATE INDEX audit_at ON audit USING btree (at);

create table audit_anchor (
  id bigint not null,
  hash bytea,
  pruned_at timestamp with time zone,
  pruned_rows bigint not null,
  constraint audit_anchor_pkey PRIMARY KEY (id)
);

create table building (
  id bigint generated always as identity not null,
  code text not null,
  name text,
  address text,
  compound text,
  use text not null,
  floors integer,
  households integer not null,
  residents integer not null,
  members integer not null,
  building_groups integer not null,
  household_hubs integer not null,
  completed_on date,
  demolished_on date,
  source text,
  surveyed_on date,
  valid_from date not null,
  valid_to date,
  version integer default 1 not null,
  revision bigint default 0 not null,
  geom geometry(Geometry,4326) not null,
  place_x integer generated always as (round((st_x(st_pointonsurface(geom)) * ('10000000'::numeric)::double precision))) stored not null,
  place_y integer generated always as (round((st_y(st_pointonsurface(geom)) * ('10000000'::numeric)::double precision))) stored not null,
  twkb bytea generated always as (st_astwkb(geom, 7)) stored not null,
  counts bytea generated always as (((((((int4send(households) || int4send(residents)) || int4send(members)) || int4send(building_groups)) || int4send(household_hubs)) || int4send(COALESCE(floors, 0))) || int4send((array_position(ARRAY['residential'::text, 'dormitory'::text, 'office'::text, 'commercial'::text, 'industrial'::text, 'public'::text, 'mixed'::text, 'vacant'::text], use) - 1)))) stored not null,
  constraint building_pkey PRIMARY KEY (id),
  constraint building_code_key UNIQUE (code),
  constraint building_building_groups_check CHECK (building_groups >= 0),
  constraint building_floors_check CHECK (floors >= 1 AND floors <= 200),
  constraint building_geom_check CHECK ((geometrytype(geom) = ANY (ARRAY['POINT'::text, 'MULTIPOLYGON'::text])) AND st_isvalid(geom)),
  constraint building_household_hubs_check CHECK (household_hubs >= 0),
  constraint building_households_check CHECK (households >= 0),
  constraint building_members_check CHECK (members >= 0),
  constraint building_residents_check CHECK (residents >= 0),
  constraint building_use_check CHECK (use = ANY (ARRAY['residential'::text, 'dormitory'::text, 'office'::text, 'commercial'::text, 'industrial'::text, 'public'::text, 'mixed'::text, 'vacant'::text]))
);
CREATE INDEX building_geom ON building USING gist (geom);
CREATE INDEX building_revision ON building USING btree (revision);

create table changeset (
  id bigint generated always as identity not null,
  revision bigint not null,
  request_id uuid not null,
  kind text not null,
  actor text not null,
  note text not null,
  committed_at timestamp with time zone not null,
  box integer[],
  layers text[] default '{}'::text[] not null,
  answer jsonb,
  constraint changeset_pkey PRIMARY KEY (id),
  constraint changeset_request_id_key UNIQUE (request_id),
  constraint changeset_revision_key UNIQUE (revision),
  constraint changeset_box_check CHECK (box IS NULL OR array_length(box, 1) = 4)
);

create table changeset_grid (
  changeset_id bigint not null,
  grid_id bigint not null,
  what text not null,
  version_before integer,
  version_after integer,
  code_before text,
  code_after text,
  name text not null,
  day date not null,
  constraint changeset_grid_pkey PRIMARY KEY (changeset_id, grid_id),
  constraint changeset_grid_changeset_id_fkey FOREIGN KEY (changeset_id) REFERENCES changeset(id),
  constraint changeset_grid_grid_id_fkey FOREIGN KEY (grid_id) REFERENCES grid(id),
  constraint changeset_grid_check CHECK ((what = 'new'::text) = (version_before IS NULL) AND (what = 'retired'::text) = (version_after IS NULL)),
  constraint changeset_grid_what_check CHECK (what = ANY (ARRAY['new'::text, 'changed'::text, 'retired'::text]))
);
CREATE INDEX changeset_grid_grid ON changeset_grid USING btree (grid_id);

create table community_type (
  id bigint generated always as identity not null,
  unit_id bigint not null,
  type text not null,
  valid_from date not null,
  valid_to date,
  reason text not null,
  constraint community_type_pkey PRIMARY KEY (id),
  constraint community_type_unit_id_valid_from_key UNIQUE (unit_id, valid_from),
  constraint community_type_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id),
  constraint community_type_type_check CHECK (type = ANY (ARRAY['ordinary'::text, 'converted'::text, 'new'::text, 'village'::text, 'park'::text]))
);

create table draft (
  id uuid not null,
  street_code text not null,
  name text not null,
  status text not null,
  base_revision bigint not null,
  ground bytea not null,
  steps integer default 0 not null,
  first_step integer default 0 not null,
  author text not null,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  submitted_by text,
  submitted_at timestamp with time zone,
  note text,
  decided_by text,
  decided_at timestamp with time zone,
  published_revision bigint,
  changeset_id bigint,
  reverts bigint,
  constraint draft_pkey PRIMARY KEY (id),
  constraint draft_changeset_id_fkey FOREIGN KEY (changeset_id) REFERENCES changeset(id),
  constraint draft_reverts_fkey FOREIGN KEY (reverts) REFERENCES changeset(id),
  constraint draft_status_check CHECK (status = ANY (ARRAY['open'::text, 'submitted'::text, 'approved'::text, 'published'::text, 'discarded'::text])),
  constraint draft_street_code_check CHECK (street_code ~ '^[0-9]{9}$'::text)
);
CREATE INDEX draft_changeset ON draft USING btree (changeset_id);
CREATE INDEX draft_reverts ON draft USING btree (reverts);
CREATE INDEX draft_street ON draft USING btree (street_code, changed_at);

create table draft_comment (
  id uuid not null,
  draft_id uuid not null,
  author text not null,
  at timestamp with time zone not null,
  text text not null,
  x integer,
  y integer,
  grid_id bigint,
  constraint draft_comment_pkey PRIMARY KEY (id),
  constraint draft_comment_draft_id_fkey FOREIGN KEY (draft_id) REFERENCES draft(id),
  constraint draft_comment_check CHECK ((x IS NULL) = (y IS NULL))
);
CREATE INDEX draft_comment_draft ON draft_comment USING btree (draft_id, at);

create table draft_consent (
  draft_id uuid not null,
  street_code text not null,
  state text not null,
  by_whom text,
  at timestamp with time zone,
  note text,
  constraint draft_consent_pkey PRIMARY KEY (draft_id, street_code),
  constraint draft_consent_draft_id_fkey FOREIGN KEY (draft_id) REFERENCES draft(id),
  constraint draft_consent_state_check CHECK (state = ANY (ARRAY['needed'::text, 'given'::text, 'refused'::text]))
);

create table draft_lease (
  community_code text not null,
  draft_id uuid not null,
  holder text not null,
  since timestamp with time zone not null,
  until timestamp with time zone not null,
  constraint draft_lease_pkey PRIMARY KEY (community_code),
  constraint draft_lease_draft_id_fkey FOREIGN KEY (draft_id) REFERENCES draft(id)
);
CREATE INDEX draft_lease_draft ON draft_lease USING btree (draft_id);

create table draft_step (
  draft_id uuid not null,
  number integer not null,
  step_id uuid not null,
  step text not null,
  operation jsonb,
  author text not null,
  at timestamp with time zone not null,
  constraint draft_step_pkey PRIMARY KEY (draft_id, number),
  constraint draft_step_draft_id_step_id_key UNIQUE (draft_id, step_id),
  constraint draft_step_draft_id_fkey FOREIGN KEY (draft_id) REFERENCES draft(id),
  constraint draft_step_check CHECK ((step = 'do'::text) = (operation IS NOT NULL)),
  constraint draft_step_step_check CHECK (step = ANY (ARRAY['do'::text, 'undo'::text, 'redo'::text]))
);

create table gap_event (
  id bigint generated always as identity not null,
  gap_id bigint not null,
  changeset_id bigint not null,
  at timestamp with time zone not null,
  actor text not null,
  note text not null,
  fields jsonb not null,
  constraint gap_event_pkey PRIMARY KEY (id),
  constraint gap_event_changeset_id_fkey FOREIGN KEY (changeset_id) REFERENCES changeset(id),
  constraint gap_event_gap_id_fkey FOREIGN KEY (gap_id) REFERENCES gap_work(id)
);
CREATE INDEX gap_event_changeset ON gap_event USING btree (changeset_id);
CREATE INDEX gap_event_gap ON gap_event USING btree (gap_id);

create table gap_work (
  id bigint generated always as identity not null,
  subject text not null,
  subject_kind text not null,
  status text not null,
  office text,
  due date,
  remedy text,
  households integer not null,
  opened_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  closed_by bigint,
  version integer default 1 not null,
  constraint gap_work_pkey PRIMARY KEY (id),
  constraint gap_work_households_check CHECK (households >= 0),
  constraint gap_work_status_check CHECK (status = ANY (ARRAY['open'::text, 'planned'::text, 'working'::text, 'closed'::text])),
  constraint gap_work_subject_kind_check CHECK (subject_kind = ANY (ARRAY['community'::text, 'park'::text]))
);
CREATE INDEX gap_work_subject ON gap_work USING btree (subject);

create table grid (
  id bigint generated always as identity not null,
  code text not null,
  name text not null,
  kind text not null,
  community_id bigint not null,
  households integer not null,
  residents integer not null,
  members integer not null,
  full_time_workers integer not null,
  part_time_workers integer not null,
  branch_since date,
  building_groups integer not null,
  household_hubs integer not null,
  alias_codes jsonb default '{}'::jsonb not null,
  valid_from date not null,
  valid_to date,
  version integer default 1 not null,
  revision bigint default 0 not null,
  geom geometry(MultiPolygon,4326) not null,
  constraint grid_pkey PRIMARY KEY (id),
  constraint grid_code_key UNIQUE (code),
  constraint grid_community_id_fkey FOREIGN KEY (community_id) REFERENCES unit(id),
  constraint grid_building_groups_check CHECK (building_groups >= 0),
  constraint grid_code_check CHECK (code ~ '^[0-9]{15}$'::text),
  constraint grid_full_time_workers_check CHECK (full_time_workers >= 0),
  constraint grid_geom_check CHECK (st_isvalid(geom)),
  constraint grid_household_hubs_check CHECK (household_hubs >= 0),
  constraint grid_households_check CHECK (households >= 0),
  constraint grid_kind_check CHECK (kind = ANY (ARRAY['comprehensive'::text, 'dedicated'::text, 'micro'::text, 'residential'::text, 'economic'::text])),
  constraint grid_members_check CHECK (members >= 0),
  constraint grid_part_time_workers_check CHECK (part_time_workers >= 0),
  constraint grid_residents_check CHECK (residents >= 0)
);
CREATE INDEX grid_community ON grid USING btree (community_id) WHERE valid_to IS NULL;
CREATE INDEX grid_community_code ON grid USING btree ("left"(code, 12));
CREATE INDEX grid_former_code ON grid USING btree ("left"(alias_codes ->> 'former'::text, 12)) WHERE alias_codes ->> 'former'::text IS NOT NULL;
CREATE INDEX grid_geom ON grid USING gist (geom);
CREATE INDEX grid_revision ON grid USING btree (revision);

create table grid_history (
  id bigint generated always as identity not null,
  grid_id bigint not null,
  version integer not null,
  changeset_id bigint not null,
  valid_from date not null,
  valid_to date not null,
  fields jsonb not null,
  geom geometry(MultiPolygon,4326) not null,
  constraint grid_history_pkey PRIMARY KEY (id),
  constraint grid_history_grid_id_version_key UNIQUE (grid_id, version),
  constraint grid_history_changeset_id_fkey FOREIGN KEY (changeset_id) REFERENCES changeset(id),
  constraint grid_history_grid_id_fkey FOREIGN KEY (grid_id) REFERENCES grid(id)
);
CREATE INDEX grid_history_changeset ON grid_history USING btree (changeset_id);
CREATE INDEX grid_history_code ON grid_history USING btree ((fields ->> 'code'::text));
CREATE INDEX grid_history_community_code ON grid_history USING btree ("left"(fields ->> 'code'::text, 12));

create table ground_move (
  changeset_id bigint not null,
  feature text not null,
  feature_id bigint not null,
  community_before bigint not null,
  community_after bigint not null,
  day date not null,
  constraint ground_move_pkey PRIMARY KEY (changeset_id, feature, feature_id),
  constraint ground_move_changeset_id_fkey FOREIGN KEY (changeset_id) REFERENCES changeset(id),
  constraint ground_move_community_after_fkey FOREIGN KEY (community_after) REFERENCES unit(id),
  constraint ground_move_community_before_fkey FOREIGN KEY (community_before) REFERENCES unit(id),
  constraint ground_move_feature_check CHECK (feature = ANY (ARRAY['premises'::text, 'park'::text]))
);
CREATE INDEX ground_move_feature ON ground_move USING btree (feature, feature_id, day);

create table import_before (
  import_id uuid not null,
  number integer not null,
  table_name text not null,
  was text not null,
  rows jsonb not null,
  constraint import_before_pkey PRIMARY KEY (import_id, number),
  constraint import_before_import_id_fkey FOREIGN KEY (import_id) REFERENCES import_run(id),
  constraint import_before_was_check CHECK (was = ANY (ARRAY['standing'::text, 'nothing'::text]))
);

create table import_run (
  id uuid not null,
  target text not null,
  file_name text not null,
  file_bytes bigint not null,
  file_sha256 text not null,
  report jsonb not null,
  actor text not null,
  committed_at timestamp with time zone not null,
  revision bigint not null,
  changeset_id bigint not null,
  undone_by bigint,
  undone_at timestamp with time zone,
  day date not null,
  constraint import_run_pkey PRIMARY KEY (id),
  constraint import_run_changeset_id_fkey FOREIGN KEY (changeset_id) REFERENCES changeset(id),
  constraint import_run_undone_by_fkey FOREIGN KEY (undone_by) REFERENCES changeset(id)
);
CREATE INDEX import_run_changeset ON import_run USING btree (changeset_id);
CREATE INDEX import_run_undone_by ON import_run USING btree (undone_by);

create table import_source (
  signature text not null,
  mapping jsonb not null,
  crs text,
  encoding text,
  used_at timestamp with time zone not null,
  constraint import_source_pkey PRIMARY KEY (signature)
);

create table indicator (
  id bigint generated always as identity not null,
  code text not null,
  category integer not null,
  category_name text not null,
  category_name_en text not null,
  name text not null,
  name_en text not null,
  unit text not null,
  unit_en text not null,
  aggregate text not null,
  position integer not null,
  constraint indicator_pkey PRIMARY KEY (id),
  constraint indicator_code_key UNIQUE (code),
  constraint indicator_aggregate_check CHECK (aggregate = ANY (ARRAY['sum'::text, 'mean'::text, 'share'::text])),
  constraint indicator_category_check CHECK (category >= 1 AND category <= 99)
);

create table indicator_value (
  id bigint generated always as identity not null,
  indicator_id bigint not null,
  community_id bigint not null,
  year integer not null,
  value double precision not null,
  constraint indicator_value_pkey PRIMARY KEY (id),
  constraint indicator_value_community_id_year_indicator_id_key UNIQUE (community_id, year, indicator_id),
  constraint indicator_value_community_id_fkey FOREIGN KEY (community_id) REFERENCES unit(id),
  constraint indicator_value_indicator_id_fkey FOREIGN KEY (indicator_id) REFERENCES indicator(id),
  constraint indicator_value_year_check CHECK (year >= 1949 AND year <= 2200)
);
CREATE INDEX indicator_value_year ON indicator_value USING btree (indicator_id, year);

create table lineage (
  id bigint generated always as identity not null,
  predecessor_id bigint not null,
  successor_id bigint not null,
  operation text not null,
  changeset_id bigint not null,
  valid_from date not null,
  constraint lineage_pkey PRIMARY KEY (id),
  constraint lineage_predecessor_id_successor_id_changeset_id_key UNIQUE (predecessor_id, successor_id, changeset_id),
  constraint lineage_changeset_id_fkey FOREIGN KEY (changeset_id) REFERENCES changeset(id),
  constraint lineage_predecessor_id_fkey FOREIGN KEY (predecessor_id) REFERENCES grid(id),
  constraint lineage_successor_id_fkey FOREIGN KEY (successor_id) REFERENCES grid(id)
);
CREATE INDEX lineage_changeset ON lineage USING btree (changeset_id);
CREATE INDEX lineage_successor ON lineage USING btree (successor_id);

create table meta (
  only_row boolean default true not null,
  city_code text not null,
  name text not null,
  name_en text not null,
  revision bigint default 0 not null,
  data_date date not null,
  source text not null,
  demo boolean not null,
  settings jsonb default '{}'::jsonb not null,
  constraint meta_pkey PRIMARY KEY (only_row),
  constraint meta_city_code_check CHECK (city_code ~ '^[0-9]{6}$'::text),
  constraint meta_only_row_check CHECK (only_row)
);

create table park (
  id bigint generated always as identity not null,
  code text not null,
  name text not null,
  kind text not null,
  level text not null,
  community_id bigint,
  organisation text not null,
  organisation_since date,
  liaison_since date,
  enterprises integer not null,
  employees integer not null,
  members integer not null,
  valid_from date not null,
  valid_to date,
  version integer default 1 not null,
  revision bigint default 0 not null,
  geom geometry(MultiPolygon,4326) not null,
  constraint park_pkey PRIMARY KEY (id),
  constraint park_code_key UNIQUE (code),
  constraint park_community_id_fkey FOREIGN KEY (community_id) REFERENCES unit(id),
  constraint park_employees_check CHECK (employees >= 0),
  constraint park_enterprises_check CHECK (enterprises >= 0),
  constraint park_geom_check CHECK (st_isvalid(geom)),
  constraint park_kind_check CHECK (kind = ANY (ARRAY['industrial'::text, 'science'::text, 'economic'::text])),
  constraint park_level_check CHECK (level = ANY (ARRAY['national'::text, 'provincial'::text, 'city'::text, 'county'::text, 'town'::text])),
  constraint park_members_check CHECK (members >= 0),
  constraint park_organisation_check CHECK (organisation = ANY (ARRAY['own'::text, 'joint'::text, 'none'::text]))
);
CREATE INDEX park_geom ON park USING gist (geom);
CREATE INDEX park_revision ON park USING btree (revision);

create table premises (
  id bigint generated always as identity not null,
  kind text not null,
  code text not null,
  name text not null,
  community_id bigint,
  level text not null,
  status text not null,
  opened_on date,
  area_m2 numeric(8,1),
  tenure text,
  functions text[] default '{}'::text[] not null,
  opening_hours text,
  capacity_households integer,
  duty_phone text,
  surveyed_on date,
  valid_from date not null,
  valid_to date,
  version integer default 1 not null,
  revision bigint default 0 not null,
  geom geometry(Point,4326) not null,
  constraint premises_pkey PRIMARY KEY (id),
  constraint premises_code_key UNIQUE (code),
  constraint premises_community_id_fkey FOREIGN KEY (community_id) REFERENCES unit(id),
  constraint premises_area_m2_check CHECK (area_m2 >= 0::numeric),
  constraint premises_capacity_households_check CHECK (capacity_households >= 0),
  constraint premises_kind_check CHECK (kind = ANY (ARRAY['station'::text, 'center'::text, 'community'::text])),
  constraint premises_level_check CHECK (level = ANY (ARRAY['city'::text, 'county'::text, 'street'::text, 'community'::text, 'village'::text])),
  constraint premises_status_check CHECK (status = ANY (ARRAY['planned'::text, 'building'::text, 'open'::text, 'closed'::text])),
  constraint premises_tenure_check CHECK (tenure = ANY (ARRAY['owned'::text, 'rented'::text, 'borrowed'::text]))
);
CREATE INDEX premises_community ON premises USING btree (community_id);
CREATE INDEX premises_geom ON premises USING gist (geom);
CREATE INDEX premises_revision ON premises USING btree (revision);

create table premises_grid (
  id bigint generated always as identity not null,
  premises_id bigint not null,
  grid_id bigint not null,
  changeset_id bigint not null,
  valid_from date not null,
  valid_to date,
  constraint premises_grid_pkey PRIMARY KEY (id),
  constraint premises_grid_changeset_id_fkey FOREIGN KEY (changeset_id) REFERENCES changeset(id)
);
CREATE INDEX premises_grid_premises ON premises_grid USING btree (premises_id, valid_from);

create table road (
  id bigint generated always as identity not null,
  class text not null,
  name text,
  bridge boolean default false not null,
  walkable boolean default true not null,
  revision bigint default 0 not null,
  geom geometry(LineString,4326) not null,
  constraint road_pkey PRIMARY KEY (id),
  constraint road_class_check CHECK (class = ANY (ARRAY['motorway'::text, 'trunk'::text, 'primary'::text, 'secondary'::text, 'street'::text, 'lane'::text]))
);
CREATE INDEX road_geom ON road USING gist (geom);

create table schema_version (
  number integer not null,
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone not null,
  constraint schema_version_pkey PRIMARY KEY (number)
);

create table screen (
  id text not null,
  name text not null,
  document jsonb not null,
  version integer not null,
  told jsonb,
  told_revision bigint,
  told_at timestamp with time zone,
  removed_at timestamp with time zone,
  constraint screen_pkey PRIMARY KEY (id),
  constraint screen_id_check CHECK (id ~ '^[A-Za-z0-9-]{1,40}$'::text)
);

create table screen_version (
  id bigint generated always as identity not null,
  screen_id text not null,
  version integer not null,
  name text not null,
  document jsonb not null,
  changeset_id bigint not null,
  constraint screen_version_pkey PRIMARY KEY (id),
  constraint screen_version_screen_id_version_key UNIQUE (screen_id, version),
  constraint screen_version_changeset_id_fkey FOREIGN KEY (changeset_id) REFERENCES changeset(id),
  constraint screen_version_screen_id_fkey FOREIGN KEY (screen_id) REFERENCES screen(id)
);
CREATE INDEX screen_version_changeset ON screen_version USING btree (changeset_id);

create table service_project (
  id bigint generated always as identity not null,
  code text not null,
  name text not null,
  list text not null,
  community_id bigint not null,
  year integer not null,
  status text not null,
  cost_yuan bigint not null,
  beneficiaries integer not null,
  revision bigint default 0 not null,
  constraint service_project_pkey PRIMARY KEY (id),
  constraint service_project_code_key UNIQUE (code),
  constraint service_project_community_id_fkey FOREIGN KEY (community_id) REFERENCES unit(id),
  constraint service_project_beneficiaries_check CHECK (beneficiaries >= 0),
  constraint service_project_cost_yuan_check CHECK (cost_yuan >= 0),
  constraint service_project_list_check CHECK (list = ANY (ARRAY['resource'::text, 'need'::text, 'project'::text])),
  constraint service_project_status_check CHECK (status = ANY (ARRAY['proposed'::text, 'running'::text, 'finished'::text]))
);
CREATE INDEX service_project_community ON service_project USING btree (community_id);

create table setup (
  only_row boolean default true not null,
  skipped text[] default '{}'::text[] not null,
  finished_at timestamp with time zone,
  finished_by text,
  constraint setup_pkey PRIMARY KEY (only_row),
  constraint setup_only_row_check CHECK (only_row)
);

create table siting_candidate (
  id bigint generated always as identity not null,
  code text not null,
  name text not null,
  list text default ''::text not null,
  community_id bigint,
  capacity_households integer,
  area_m2 numeric(8,1),
  note text,
  valid_from date not null,
  valid_to date,
  version integer default 1 not null,
  revision bigint default 0 not null,
  geom geometry(Point,4326) not null,
  constraint siting_candidate_pkey PRIMARY KEY (id),
  constraint siting_candidate_code_key UNIQUE (code),
  constraint siting_candidate_community_id_fkey FOREIGN KEY (community_id) REFERENCES unit(id),
  constraint siting_candidate_area_m2_check CHECK (area_m2 >= 0::numeric),
  constraint siting_candidate_capacity_households_check CHECK (capacity_households >= 0)
);
CREATE INDEX siting_candidate_community ON siting_candidate USING btree (community_id);
CREATE INDEX siting_candidate_list ON siting_candidate USING btree (list);

create table siting_scenario (
  id uuid not null,
  name text not null,
  question jsonb not null,
  answer jsonb not null,
  revision bigint not null,
  actor text not null,
  saved_at timestamp with time zone not null,
  changeset_id bigint not null,
  removed_at timestamp with time zone,
  constraint siting_scenario_pkey PRIMARY KEY (id),
  constraint siting_scenario_changeset_id_fkey FOREIGN KEY (changeset_id) REFERENCES changeset(id)
);
CREATE INDEX siting_scenario_changeset ON siting_scenario USING btree (changeset_id);

create table unit (
  id bigint generated always as identity not null,
  level text not null,
  code text not null,
  name text not null,
  name_en text,
  kind text not null,
  legal_parent_id bigint,
  managing_parent_id bigint,
  urban_rural_class text,
  urban_scope boolean default false not null,
  alias_codes jsonb default '{}'::jsonb not null,
  seat geometry(Point,4326),
  valid_from date not null,
  valid_to date,
  version integer default 1 not null,
  revision bigint default 0 not null,
  geom geometry(MultiPolygon,4326),
  outline_from date,
  constraint unit_pkey PRIMARY KEY (id),
  constraint unit_code_key UNIQUE (code),
  constraint unit_legal_parent_id_fkey FOREIGN KEY (legal_parent_id) REFERENCES unit(id),
  constraint unit_managing_parent_id_fkey FOREIGN KEY (managing_parent_id) REFERENCES unit(id),
  constraint unit_code_check CHECK (code ~ '^([0-9]{6}|[0-9]{9}|[0-9]{12})$'::text),
  constraint unit_geom_check CHECK (st_isvalid(geom)),
  constraint unit_kind_check CHECK (kind = ANY (ARRAY['county'::text, 'county_city'::text, 'city_district'::text, 'managing_zone'::text, 'street'::text, 'town'::text, 'township'::text, 'park_unit'::text, 'community'::text, 'village'::text])),
  constraint unit_level_check CHECK (level = ANY (ARRAY['district'::text, 'street'::text, 'community'::text])),
  constraint unit_urban_rural_class_check CHECK (urban_rural_class = ANY (ARRAY['111'::text, '112'::text, '121'::text, '122'::text, '123'::text, '210'::text, '220'::text]))
);
CREATE INDEX unit_geom ON unit USING gist (geom);
CREATE INDEX unit_legal_parent ON unit USING btree (legal_parent_id);
CREATE INDEX unit_managing_parent ON unit USING btree (managing_parent_id);
CREATE INDEX unit_revision ON unit USING btree (revision);

create table unit_history (
  id bigint generated always as identity not null,
  unit_id bigint not null,
  version integer not null,
  changeset_id bigint not null,
  valid_from date,
  valid_to date not null,
  geom geometry(MultiPolygon,4326) not null,
  constraint unit_history_pkey PRIMARY KEY (id),
  constraint unit_history_unit_id_version_key UNIQUE (unit_id, version),
  constraint unit_history_changeset_id_fkey FOREIGN KEY (changeset_id) REFERENCES changeset(id),
  constraint unit_history_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id)
);
CREATE INDEX unit_history_changeset ON unit_history USING btree (changeset_id);

create table waterway (
  id bigint generated always as identity not null,
  class text not null,
  name text,
  barrier boolean default true not null,
  revision bigint default 0 not null,
  geom geometry(Geometry,4326) not null,
  constraint waterway_pkey PRIMARY KEY (id),
  constraint waterway_class_check CHECK (class = ANY (ARRAY['sea'::text, 'lake'::text, 'river'::text, 'canal'::text, 'ditch'::text]))
);
CREATE INDEX waterway_geom ON waterway USING gist (geom);
