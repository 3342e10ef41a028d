-- What each wall last said of itself. Written often and worth little: no part of any city's history.

create table screen_seen (
  credential_id uuid primary key references credential,
  city          text not null,
  screen        text not null,
  seen_at       timestamptz not null,
  -- as the contract has it: size, frame rate, scene, versions
  report        jsonb not null
);

create index screen_seen_screen on screen_seen (city, screen);
