import type { ImportConflict } from '#shared/contract/transfer/import-report.ts'
import { snapToLattice, toDegrees } from '#shared/geometry/lattice.ts'
import { computeInteriorPoint } from '#shared/geometry/shapes/interior-point.ts'

/** Returns a place inside land that needs a decision, as the command line writes it: '120.123457, 33.123457'. */
export function formatConflictPlace({ rings }: Pick<ImportConflict, 'rings'>): string {
  const [x, y] = computeInteriorPoint(rings.map((ring) => ring.map(([lon, lat]) => snapToLattice(lon, lat))))
  return `${toDegrees(x).toFixed(6)}, ${toDegrees(y).toFixed(6)}`
}
