import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { ensureDemoCity } from '../../api/demo/ensure-demo-city.ts'
import { migrate } from '../../api/db/migrations/migrate.ts'
import { openDatabase } from '../../api/db/open-database.ts'
import { buildDraftBase } from '../../api/drafts/base/build-draft-base.ts'
import { collectSnapTargets } from '../../api/drafts/base/collect-snap-targets.ts'
import { packageRoot } from '../../api/runtime/package-root.ts'
import { loadCity } from '../../api/snapshot/load-city.ts'
import { itemAt } from '#shared/geometry/at.ts'
import { proposeDivision } from '#shared/division/propose-division.ts'
import { readDivisionInput } from '#shared/division/read-division-input.ts'
import { readDivisionLines } from '#shared/division/read-division-lines.ts'
import { readDraftBase } from '#shared/drafts/read-draft-base.ts'
import { drawTiles } from './draw-proposal.ts'

/**
 * npx tsx tests/division/draw-divisions.script.ts: draws the proposals along lines, at ±10 %, for ten urban communities of the
 * demo city, every 23rd of them, into docs/images/division.svg.
 */
const EVERY = 23
const database = await openDatabase({ dataDir: path.join(packageRoot, '.cache/bench') })
await migrate(database)
await ensureDemoCity(database, () => undefined)
const { snapshot } = await loadCity(database, '320900')
await database.close()

const { codes, names, urbanScope } = snapshot.units.community
const rows = codes.flatMap((_, row) => (urbanScope[row] === 1 ? [row] : [])).filter((_, i) => i % EVERY === 0)
const tiles = rows.slice(0, 10).map((row) => {
  const code = itemAt(codes, row)
  const state = readDraftBase(buildDraftBase(snapshot, code.slice(0, 9)))
  const ids = [...state.set.cells.values()].flatMap(({ id, community }) => (community === code ? [id] : []))
  const lines = readDivisionLines(collectSnapTargets(snapshot, code.slice(0, 9)))
  const wish = { count: ids.length, tolerance: 0.1, keepsCompounds: false, seed: 1 }
  const input = readDivisionInput(state, ids, lines, wish)
  const result = proposeDivision(input, { styles: ['lines'], newIds: ids.map((_, n) => -1 - n) })
  if (!result.ok) throw new Error(`${code}: ${result.reason}`)
  return { name: itemAt(names, row), input, proposal: itemAt(result.proposals, 0) }
})
writeFileSync(path.join(packageRoot, 'docs/images/division.svg'), drawTiles(tiles))
