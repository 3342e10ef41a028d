-- Screen $1 as it was at version $2.
select name, document, version from screen_version where screen_id = $1::text and version = $2::integer
