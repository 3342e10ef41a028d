-- The walking circles are kept in minutes instead of metres: what was set before, and used by nothing, falls back to 5, 10, 15.
update meta set settings = settings #- '{coverage,circles}';
