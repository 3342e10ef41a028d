import type { RowFields } from '../rows/merge-row.ts'
import type { ExistingGrid } from './existing-grid.ts'
import type { collectSteps } from '../staging/collect-steps.ts'

/**
 * Stages another state of a grid that is in the city, with its state until that day. It is the import that changes it,
 * so it is valid from `day` on, unless `after` says another day.
 */
export async function stageGridChange(
  steps: ReturnType<typeof collectSteps>,
  before: ExistingGrid,
  after: RowFields,
  day: string,
): Promise<void> {
  const { id, validTo: _validTo, version, revision: _revision, geometry, ...fields } = before
  const since = day > before.validFrom ? day : before.validFrom
  await steps.add(
    { op: 'history' },
    { id, version, validFrom: before.validFrom, validTo: since, fields, geometry },
  )
  await steps.add(
    { op: 'update', table: 'grids' },
    { ...after, validFrom: after['validFrom'] === before.validFrom ? since : after['validFrom'] },
  )
  await steps.add({ op: 'before', table: 'grids', was: 'standing' }, before)
}
