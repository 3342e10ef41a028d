import { snap } from '#shared/geometry/lattice.ts'
import { worldX, worldY } from '#shared/tiles/world.ts'
import { randomFrom } from '../../helpers/tiling.ts'

export interface TilePlace {
  z: number
  x: number
  y: number
}

/** What a day of panning and zooming asks for: every tile of the city at z8–z12, a seeded sample of 300 at z13–z15. */
export function tileList([west, south, east, north]: readonly number[]): TilePlace[] {
  const tiles: TilePlace[] = []
  const at = (lon: number, lat: number, z: number) => ({
    z,
    x: Math.floor(worldX(snap(lon)) / 2 ** (31 - z)),
    y: Math.floor(worldY(snap(lat)) / 2 ** (31 - z)),
  })
  for (let z = 8; z <= 12; z++) {
    const [low, high] = [at(west, north, z), at(east, south, z)]
    for (let x = low.x; x <= high.x; x++) for (let y = low.y; y <= high.y; y++) tiles.push({ z, x, y })
  }
  const random = randomFrom(2018)
  for (let i = 0; i < 300; i++)
    tiles.push(at(west + random() * (east - west), south + random() * (north - south), 13 + (i % 3)))
  // mixed, as readers are
  for (let i = tiles.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[tiles[i], tiles[j]] = [tiles[j], tiles[i]]
  }
  return tiles
}

/** The tile that holds most of the city. */
export function worstTile([west, south, east, north]: readonly number[]): TilePlace {
  const middle = [snap((west + east) / 2), snap((south + north) / 2)]
  for (let z = 14; z > 0; z--) {
    const size = 2 ** (31 - z)
    const corners = [
      [west, north],
      [east, south],
    ].map(([lon, lat]) => [Math.floor(worldX(snap(lon)) / size), Math.floor(worldY(snap(lat)) / size)].join())
    if (new Set(corners).size === 1)
      return { z, x: Math.floor(worldX(middle[0]) / size), y: Math.floor(worldY(middle[1]) / size) }
  }
  return { z: 0, x: 0, y: 0 }
}
