import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { getRepresentativePoints } from '#shared/geometry/shapes/representative-points.ts'
import { buildPedestrianNetwork, toNetworkInput } from '#shared/coverage/network/build-pedestrian-network.ts'
import { createNetworkDistances } from '#shared/coverage/network/network-distances.ts'
import { findServingPremises } from '#shared/coverage/serving-premises.ts'
import { getPremisesPoints } from '#shared/coverage/reach/measure-reach.ts'
import { type Point, toDegrees } from '#shared/geometry/lattice.ts'
import type { PedestrianNetwork } from '#shared/coverage/network/pedestrian-network.ts'
import { int32At, numberAt } from '#shared/geometry/at.ts'
import { generateYancheng } from '../../../../data/demo/yancheng.ts'
import { toStoredRoad, toStoredWaterway } from '../../../../api/transfer/tables/stored-rows.ts'
import { openTestDatabase, type TestDatabase } from '../../../helpers/database/open-test-database.ts'
import { buildSnapshot } from '../../../helpers/city/build-snapshot.ts'
import { buildNetworkInput, toPlanPoint } from '../../../helpers/coverage/build-network-input.ts'
import { drawBrokenNetwork } from '../../../helpers/coverage/draw-broken-network.ts'

/**
 * The walking network against pgRouting, which makes its own graph of the same roads: nothing of ours is in it. A part
 * of the demo city, since the database needs a second for what takes us a few milliseconds; and a town whose roads are in
 * hundreds of parts.
 */
const BOX = { west: 119.95, south: 33.25, east: 120.35, north: 33.5 }
/** Also in network-snaps.sql. */
const DETOUR = 1.3
const [GRIDS, SITES] = [60, 24]

let held: TestDatabase
beforeEach(async () => {
  held = await openTestDatabase({ holds: 'blank', statementTimeoutMs: 120_000 })
  const { rows } = await held.database.query("select from pg_available_extensions where name = 'pgrouting'")
  if (rows.length === 0)
    throw new Error('the database server has no pgRouting (Debian: apt-get install postgresql-15-pgrouting)')
})
afterEach(() => held.drop())
const statement = (name: string) => readFileSync(path.join(import.meta.dirname, 'sql', `${name}.sql`), 'utf8')

/** Returns the metres from each grid to the nearest site that can be reached, by pgRouting, and the parts of its graph. */
async function measureWithPgRouting(
  grids: readonly Point[],
  sites: readonly Point[],
): Promise<{ metres: Map<number, number>; parts: number; leftOut: number }> {
  const { database } = held
  // a lake is a bank to walkers, and inside there is no road
  await database.query('create index on water using gist (geom)')
  await database.query(statement('network-edges'))
  const countParts = async () =>
    Number(
      (
        await database.query<{ parts: number }>(
          "select count(distinct component)::int4 as parts from pgr_connectedComponents('select id, source, target, cost, reverse_cost from edge')",
        )
      ).rows[0]?.parts,
    )
  const all = await countParts()
  await database.query(statement('network-parts'))
  const parts = await countParts()
  await database.query('create index on edge using gist (geom)')
  const places = [...grids, ...sites].map(
    ([x, y], i) => `(${i + 1}, ST_SetSRID(ST_MakePoint(${toDegrees(x)}, ${toDegrees(y)}), 4326))`,
  )
  await database.query(`create table place as select * from (values ${places.join()}) as p (pid, geom)`)
  for (const part of statement('network-snaps').split(/;\n(?=create table)/)) await database.query(part)
  const numbers = (from: number, count: number) =>
    `array[${Array.from({ length: count }, (_, i) => -(from + i)).join()}]::int8[]`
  const { rows } = await database.query<{ grid: number; metres: number }>(`
    select (-start_pid)::int4 as grid, min(agg_cost + ${DETOUR} * (g.metres + s.metres))::float8 as metres
    from pgr_withPointsCost('select id, source, target, cost, reverse_cost from edge', 'select pid::int8 as pid, edge_id, fraction from foothold',
      ${numbers(1, grids.length)}, ${numbers(grids.length + 1, sites.length)}, directed => false)
    join foothold g on g.pid = -start_pid join foothold s on s.pid = -end_pid
    group by start_pid order by start_pid desc`)
  return { metres: new Map(rows.map((row) => [row.grid - 1, row.metres])), parts, leftOut: all - parts }
}

/** Returns the grids whose distance differs by more than a metre and a thousandth, or that only one of the two reaches. */
function listDifferences(
  network: PedestrianNetwork,
  grids: readonly Point[],
  sites: readonly Point[],
  theirs: ReadonlyMap<number, number>,
) {
  const { site, metres } = createNetworkDistances(
    network,
    Int32Array.from(grids.flat()),
    Int32Array.from(sites.flat()),
    DETOUR,
  ).nearest()
  return grids.flatMap((_, grid) => {
    const [ours, other] = [numberAt(metres, grid), theirs.get(grid) ?? NaN]
    return numberAt(site, grid) < 0 && Number.isNaN(other)
      ? []
      : Math.abs(ours - other) <= Math.max(1, other * 0.001)
        ? []
        : [{ grid, ours, other }]
  })
}

test('network distances in the demo city equal those of pgRouting', async () => {
  const { database } = held
  const facts = generateYancheng()
  const isNear = ([x, y]: Point) => {
    const [lon, lat] = [toDegrees(x), toDegrees(y)]
    return lon > BOX.west && lon < BOX.east && lat > BOX.south && lat < BOX.north
  }
  const roads = facts.roads.filter(({ geometry }) => geometry.some(isNear))
  const waterways = facts.waterways.filter(({ geometry }) =>
    (geometry.kind === 'line' ? geometry.line : geometry.area.flat(2)).some(isNear),
  )
  const city = buildSnapshot({ ...facts, roads, waterways })
  const network = buildPedestrianNetwork(toNetworkInput(city))
  const every = <T>(list: readonly T[], count: number) =>
    list.filter((_, i) => i % Math.max(1, Math.floor(list.length / count)) === 0).slice(0, count)
  const points = (xy: Int32Array) =>
    Array.from({ length: xy.length / 2 }, (_, i): Point => [int32At(xy, 2 * i), int32At(xy, 2 * i + 1)])
  const grids = every(points(getRepresentativePoints(city.grids.mesh.polygons)).filter(isNear), GRIDS)
  const sites = every(
    points(
      getPremisesPoints(city, findServingPremises(city, { serving: 'services', ruralServing: 'services' })),
    ).filter(isNear),
    SITES,
  )

  await database.query('create extension pgrouting')
  await database.query(
    `create table road as select r.bridge, ST_SetSRID(ST_GeomFromTWKB(decode(r.geometry, 'hex')), 4326) as geom
    from jsonb_to_recordset($1::jsonb) as r (bridge boolean, walkable boolean, geometry text) where r.walkable`,
    [JSON.stringify(roads.map(toStoredRoad))],
  )
  await database.query(
    `create table water as select ST_SetSRID(ST_GeomFromTWKB(decode(r.geometry, 'hex')), 4326) as geom
    from jsonb_to_recordset($1::jsonb) as r (barrier boolean, geometry text) where r.barrier`,
    [JSON.stringify(waterways.map(toStoredWaterway))],
  )
  const theirs = await measureWithPgRouting(grids, sites)

  expect(grids.length).toBeGreaterThan(40)
  expect(sites.length).toBeGreaterThan(10)
  expect(theirs.metres.size).toBeGreaterThan(30)
  expect(listDifferences(network, grids, sites, theirs.metres)).toEqual([])
}, 180_000)

test('network distances in a town whose roads are in hundreds of parts equal those of pgRouting', async () => {
  const { database } = held
  const plan = drawBrokenNetwork(20261129)
  const network = buildPedestrianNetwork(buildNetworkInput(plan))
  const [grids, sites] = [plan.grids, plan.sites].map((list) => list.map(([x, y]) => toPlanPoint(x, y)))
  const toLine = (line: readonly [number, number][]) =>
    `ST_GeomFromText('LINESTRING(${line.map(([x, y]) => toPlanPoint(x, y).map(toDegrees).join(' ')).join()})', 4326)`

  await database.query('create extension pgrouting')
  await database.query(
    `create table road as select * from (values ${plan.roads
      .map(({ line, bridge = false }) => `(${bridge}, ${toLine(line)})`)
      .join()}) as r (bridge, geom)`,
  )
  await database.query(
    `create table water as select * from (values ${plan.rivers.map((line) => `(${toLine(line)})`).join()}) as w (geom)`,
  )
  const theirs = await measureWithPgRouting(grids!, sites!)

  expect(theirs.leftOut).toBeGreaterThan(300)
  expect(theirs.parts).toBeGreaterThan(10)
  expect(network.facts.leftOut.parts).toBe(theirs.leftOut)
  expect(network.facts.pieces).toBe(theirs.parts)
  expect(theirs.metres.size).toBeGreaterThan(100)
  expect(theirs.metres.size).toBeLessThan(160)
  expect(listDifferences(network, grids!, sites!, theirs.metres)).toEqual([])
}, 180_000)
