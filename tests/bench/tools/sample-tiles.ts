import { snapToLattice, toLatticeUnits } from '#shared/geometry/lattice.ts'
import { toWorldX, toWorldY } from '#shared/tiles/world-coordinates.ts'
import { itemAt } from '#shared/geometry/at.ts'
import type { DegreeBox } from '#shared/contract/city/city.ts'
import { createSeededRandom } from '../../helpers/geometry/build-brickwork.ts'

export interface TileCoordinates {
  z: number
  x: number
  y: number
}

/** What a day of panning and zooming asks for: every tile of the city at z8–z12, a seeded sample of 300 at z13–z15. */
export function sampleTiles([west, south, east, north]: DegreeBox): TileCoordinates[] {
  const tiles: TileCoordinates[] = []
  const at = (lon: number, lat: number, z: number) => ({
    z,
    x: Math.floor(toWorldX(toLatticeUnits(lon)) / 2 ** (31 - z)),
    y: Math.floor(toWorldY(toLatticeUnits(lat)) / 2 ** (31 - z)),
  })
  for (let z = 8; z <= 12; z++) {
    const [low, high] = [at(west, north, z), at(east, south, z)]
    for (let x = low.x; x <= high.x; x++) for (let y = low.y; y <= high.y; y++) tiles.push({ z, x, y })
  }
  const random = createSeededRandom(2018)
  for (let i = 0; i < 300; i++)
    tiles.push(at(west + random() * (east - west), south + random() * (north - south), 13 + (i % 3)))
  // mixed, as readers are
  for (let i = tiles.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[tiles[i], tiles[j]] = [itemAt(tiles, j), itemAt(tiles, i)]
  }
  return tiles
}

/** The tile that holds most of the city. */
export function findWorstTile([west, south, east, north]: DegreeBox): TileCoordinates {
  const [x, y] = snapToLattice((west + east) / 2, (south + north) / 2)
  for (let z = 14; z > 0; z--) {
    const size = 2 ** (31 - z)
    const corners = [snapToLattice(west, north), snapToLattice(east, south)].map((corner) =>
      [Math.floor(toWorldX(corner[0]) / size), Math.floor(toWorldY(corner[1]) / size)].join(),
    )
    if (new Set(corners).size === 1)
      return { z, x: Math.floor(toWorldX(x) / size), y: Math.floor(toWorldY(y) / size) }
  }
  return { z: 0, x: 0, y: 0 }
}
