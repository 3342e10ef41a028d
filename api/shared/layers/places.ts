import type { CitySnapshot } from '../city/city-snapshot.ts'
import type { PremisesKind } from '../contract/words.ts'
import type { TileLayer } from '../tiles/encode-tile.ts'

/** Premises of one kind as a layer of points. */
export function placesOf({ premises }: CitySnapshot, id: string, kind: PremisesKind): TileLayer[] {
  return [{
    name: id,
    mesh: premises.mesh,
    ids: premises.ids,
    accepts: (row) => premises.kinds[row] === kind && premises.statuses[row] !== 'closed',
    tags: [
      { key: 'code', value: (row) => premises.codes[row] },
      { key: 'name', value: (row) => premises.names[row] },
      { key: 'status', value: (row) => premises.statuses[row] },
    ],
  }]
}
