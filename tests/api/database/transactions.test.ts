import { once } from 'node:events'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../helpers/database/open-test-database.ts'

let subject: TestDatabase
beforeAll(async () => {
  subject = await openTestDatabase({ holds: 'blank', statementTimeoutMs: 8_000, idleTransactionMs: 700 })
})
afterAll(() => subject.drop())

const itemColumns = 'id int primary key, n int not null default 0, note text, geom geometry'
beforeEach(() => subject.database.query(`create table item (${itemColumns})`))
afterEach(() => subject.database.query('drop table item'))

const query = async (text: string) => (await subject.database.query(text)).rows
/** Returns a setting of the session, read inside a transaction. */
const readSetting = (name: string, options?: Parameters<TestDatabase['database']['transaction']>[1]) =>
  subject.database.transaction(async (tx) => {
    const { rows } = await tx.query<{ value: string }>('select current_setting($1) as value', [name])
    return rows[0]?.value
  }, options)
const ids = async () => (await query('select id from item order by id')).map((row) => row['id'])

/** Rings that cross themselves: GEOS throws when it computes their difference. */
const bow = "'POLYGON((0 0,1 1,1 0,0 1,0 0))'::geometry"
const otherBow = "'POLYGON((0 0,3 2,2 0,0 2,0 0))'::geometry"
const square = "'POLYGON((0 0,4 0,4 4,0 4,0 0))'::geometry"

describe('a transaction', () => {
  test('commits its rows and returns the result of its work', async () => {
    const answer = await subject.database.transaction(async (tx) => {
      await tx.query('insert into item (id) values ($1), ($2)', [1, 2])
      return 'done'
    })
    expect(answer).toBe('done')
    expect(await ids()).toEqual([1, 2])
  })

  test('rolls back when its work throws', async () => {
    await expect(
      subject.database.transaction(async (tx) => {
        await tx.query('insert into item (id) values (1)')
        throw new Error('a failure of the work')
      }),
    ).rejects.toThrow('a failure of the work')
    expect(await ids()).toEqual([])
  })

  test('rolls back and rejects when its work swallows a statement’s error', async () => {
    await expect(
      subject.database.transaction(async (tx) => {
        await tx.query('insert into item (id) values (1)')
        await tx.query('select 1/0').catch(() => undefined)
      }),
    ).rejects.toMatchObject({ code: '25P02', outcomeUnknown: false })
    expect(await ids()).toEqual([])
  })

  test('continues after an error behind a savepoint', async () => {
    await subject.database.transaction(async (tx) => {
      await tx.query('insert into item (id) values (1)')
      await tx.query('savepoint before')
      await expect(tx.query('insert into item (id) values (1)')).rejects.toMatchObject({ code: '23505' })
      await tx.query('rollback to before')
      await tx.query('insert into item (id) values (2)')
    })
    expect(await ids()).toEqual([1, 2])
  })

  test('does not lose updates of twenty concurrent transactions', async () => {
    await query('insert into item (id) values (1)')
    await Promise.all(
      Array.from({ length: 20 }, () =>
        subject.database.transaction(async (tx) => {
          const { rows } = await tx.query<{ n: number }>('select n from item where id = 1 for update')
          await tx.query('update item set n = $1 where id = 1', [Number(rows[0]?.n) + 1])
        }),
      ),
    )
    expect(await query('select n from item')).toEqual([{ n: 20 }])
  })

  test('runs concurrent statements one after the other', async () => {
    await subject.database.transaction(async (tx) => {
      await Promise.all([1, 2, 3].map((id) => tx.query('insert into item (id) values ($1)', [id])))
    })
    expect(await ids()).toEqual([1, 2, 3])
  })

  test('includes statements that were not awaited', async () => {
    await subject.database.transaction(async (tx) => {
      void tx.query('insert into item (id) values (1)')
    })
    expect(await ids()).toEqual([1])
  })

  test('rejects statements on its handle after it has ended', async () => {
    const tx = await subject.database.transaction(async (tx) => tx)
    await expect(tx.query('select 1')).rejects.toThrow('the transaction is over')
  })

  test('resolves names in its search path, which does not leak to the next transaction', async () => {
    await query('create schema elsewhere')
    await query('create table elsewhere.only_there (id int)')
    const there = () =>
      subject.database.transaction((tx) => tx.query('select id from only_there'), {
        searchPath: ['elsewhere', 'public'],
      })
    expect((await there()).rows).toEqual([])
    await expect(
      subject.database.transaction((tx) => tx.query('select id from only_there')),
    ).rejects.toMatchObject({ code: '42P01' })
    await query('drop schema elsewhere cascade')
  })

  test('quotes schema names safely', async () => {
    const searchPath = ['a"; drop table item; --']
    expect(await readSetting('search_path', { searchPath })).toBe('"a""; drop table item; --"')
    expect(await ids()).toEqual([])
  })

  test('rejects writes with read access', async () => {
    await expect(
      subject.database.transaction((tx) => tx.query('insert into item (id) values (1)'), { access: 'read' }),
    ).rejects.toMatchObject({ code: '25006' })
  })

  test('uses repeatable read when requested', async () => {
    expect(await readSetting('transaction_isolation', { isolation: 'repeatable read' })).toBe(
      'repeatable read',
    )
  })

  test('uses UTC regardless of the server’s time zone', async () => {
    expect(await readSetting('timezone')).toBe('UTC')
  })
})

describe('an idle transaction', () => {
  test('is rolled back, and the next one runs', async () => {
    const forever = new Promise<never>(() => undefined)
    const idle = expect(
      subject.database.transaction(async (tx) => {
        await tx.query('insert into item (id) values (1)')
        await forever
      }),
    ).rejects.toMatchObject({ code: '25P03' })
    await subject.database.transaction((tx) => tx.query('lock table item'))
    await idle
    expect(await ids()).toEqual([])
  })

  test('has its later statements rejected', async () => {
    const controller = new AbortController()
    const rolledBack = once(controller.signal, 'abort')
    let late: Promise<unknown> = Promise.resolve()
    await expect(
      subject.database.transaction(async (tx) => {
        late = rolledBack.then(() => tx.query('insert into item (id) values (1)'))
        await late
      }),
    ).rejects.toMatchObject({ code: '25P03' })
    controller.abort()
    await expect(late).rejects.toMatchObject({ code: '25P03' })
    expect(await ids()).toEqual([])
  })
})

describe('an error inside GEOS', () => {
  beforeEach(() =>
    query(
      `insert into item (id, note, geom) values (10, 'old', ${square}), (11, 'old', ${bow}), (12, 'old', ${square})`,
    ),
  )
  const update = `update item set note = 'new', geom = case when id = 11 then ST_Difference(geom, ${otherBow}) else geom end`
  const notes = async () => (await query('select distinct note from item')).map((row) => row['note'])

  test('fails its statement and leaves no rows', async () => {
    await expect(query(update)).rejects.toMatchObject({
      code: 'XX000',
      message: expect.stringContaining('TopologyException'),
    })
    expect(await notes()).toEqual(['old'])
  })

  test('fails the same way with RETURNING', async () => {
    await expect(query(`${update} returning id`)).rejects.toMatchObject({ code: 'XX000' })
    expect(await notes()).toEqual(['old'])
  })

  test('aborts its transaction', async () => {
    await expect(
      subject.database.transaction(async (tx) => {
        await tx.query("update item set note = 'new' where id = 10")
        await tx.query(`select ST_Union(geom, ${otherBow}) from item where id = 11`)
      }),
    ).rejects.toMatchObject({ code: 'XX000' })
    expect(await notes()).toEqual(['old'])
  })

  test('is undone by a savepoint', async () => {
    await subject.database.transaction(async (tx) => {
      await tx.query('savepoint before')
      await tx.query(update).catch(() => tx.query('rollback to before'))
      await tx.query("update item set note = 'mended'")
    })
    expect(await notes()).toEqual(['mended'])
  })

  test('can be caught in PL/pgSQL', async () => {
    await query(`do $$ begin
      update item set note = 'new', geom = ST_Difference(${bow}, ${otherBow});
    exception when internal_error then
      update item set note = 'caught';
    end $$`)
    expect(await notes()).toEqual(['caught'])
  })

  test('a validity check constraint rejects the row', async () => {
    await query('alter table item add check (ST_IsValid(geom)) not valid')
    await expect(query(`insert into item (id, geom) values (20, ${bow})`)).rejects.toMatchObject({
      code: '23514',
    })
  })
})

describe('database errors', () => {
  test('carry the SQLSTATE, table, constraint and detail', async () => {
    await query('insert into item (id) values (1)')
    await expect(query('insert into item (id) values (1)')).rejects.toMatchObject({
      name: 'DatabaseError',
      code: '23505',
      table: 'item',
      constraint: 'item_pkey',
      detail: 'Key (id)=(1) already exists.',
    })
    await expect(query('select nothing_there')).rejects.toMatchObject({ code: '42703', position: 8 })
  })

  test('two statements in one query are rejected', async () => {
    await expect(query('select 1; select 2')).rejects.toMatchObject({ code: '42601' })
  })

  test('an empty statement does nothing', async () => {
    expect(await query('-- nothing')).toEqual([])
  })

  test('five thousand errors in a row do no harm', async () => {
    await query('insert into item (id) values (1)')
    let refused = 0
    for (let i = 0; i < 5_000; i++)
      await query('insert into item (id) values (1)').catch(() => void refused++)
    expect(refused).toBe(5_000)
    expect(await ids()).toEqual([1])
  }, 60_000)

  test('infinite recursion fails like any other error', async () => {
    await query(
      'create function deeper(i int) returns int language plpgsql as $$ begin return deeper(i + 1); end $$',
    )
    await expect(query('select deeper(1)')).rejects.toMatchObject({ code: '54001' })
    await query('drop function deeper')
  })
})

describe('a statement that exceeds the timeout', () => {
  const endless = 'select count(*) from generate_series(1, 1000000000000)'
  const limit = { timeoutMs: 500 }

  test('is cancelled, and only committed rows remain', async () => {
    await query('insert into item (id) values (1)')
    await expect(
      subject.database.transaction(async (tx) => {
        await tx.query('insert into item (id) values (2)')
        await tx.query(endless)
      }, limit),
    ).rejects.toMatchObject({ code: '57014' })
    expect(await ids()).toEqual([1])
  })

  test('aborts its transaction even if the work continues', async () => {
    await expect(
      subject.database.transaction(async (tx) => {
        await tx.query(endless).catch(() => undefined)
        await tx.query('insert into item (id) values (3)')
      }, limit),
    ).rejects.toMatchObject({ code: expect.stringMatching(/^(25P02|57P02)$/) })
    expect(await ids()).toEqual([])
  })

  test('does not disturb queued transactions', async () => {
    const ended = expect(
      subject.database.transaction((tx) => tx.query(endless), limit),
    ).rejects.toMatchObject({ code: '57014' })
    const waiting = subject.database.transaction((tx) => tx.query('insert into item (id) values (4)'))
    await Promise.all([ended, waiting])
    expect(await ids()).toEqual([4])
  })
})
