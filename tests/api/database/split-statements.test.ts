import { expect, test } from 'vitest'
import { splitStatements } from '../../../api/db/migrations/split-statements.ts'

test.each<[string, string, string[]]>([
  ['two statements', 'select 1; select 2;', ['select 1', 'select 2']],
  ['the last one without a semicolon', 'select 1;\nselect 2\n', ['select 1', 'select 2']],
  ['nothing', '  \n;;  -- only talk\n/* and more; */ ;', []],
  ['a semicolon in quotes', `select ';', "a;b";select 2`, [`select ';', "a;b"`, 'select 2']],
  ['a doubled quote', `select 'it''s; fine';select 2`, [`select 'it''s; fine'`, 'select 2']],
  ['a backslash that means nothing', String.raw`select '\';select 2`, [String.raw`select '\'`, 'select 2']],
  ['a backslash that escapes', String.raw`select E'\';';select 2`, [String.raw`select E'\';'`, 'select 2']],
  [
    'an ordinary name before a quote',
    String.raw`select date '\';select 2`,
    [String.raw`select date '\'`, 'select 2'],
  ],
  ['a semicolon in a comment', 'select 1 -- ; no\n, 2; select 3', ['select 1 -- ; no\n, 2', 'select 3']],
  ['nested comments', 'select /* a /* b; */ c; */ 1; select 2', ['select /* a /* b; */ c; */ 1', 'select 2']],
  ['dollar quotes', 'do $$ begin a; b; end $$; select 2', ['do $$ begin a; b; end $$', 'select 2']],
  ['dollar quotes with a tag', 'do $x$ $$;$$ ; $x$; select 2', ['do $x$ $$;$$ ; $x$', 'select 2']],
  ['a parameter is no dollar quote', 'select $1; select $2', ['select $1', 'select $2']],
  ['a dollar in a name is no dollar quote', 'select a$b$c; select 2', ['select a$b$c', 'select 2']],
  ['a quote inside a comment', "-- don't\nselect 1; select 2", ["-- don't\nselect 1", 'select 2']],
  ['a quote that never ends', "select 'open; select 2", ["select 'open; select 2"]],
])('%s', (_what, script, statements) => {
  expect(splitStatements(script)).toEqual(statements)
})
