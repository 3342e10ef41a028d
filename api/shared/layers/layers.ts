import { centers } from './centers/centers.ts'
import { communities } from './communities/communities.ts'
import { districts } from './districts/districts.ts'
import { grids } from './grids/grids.ts'
import { type LayerId, layerIds, type MapLayer } from './layer.ts'
import { parks } from './parks/parks.ts'
import { roads } from './roads/roads.ts'
import { stations } from './stations/stations.ts'
import { streets } from './streets/streets.ts'
import { water } from './water/water.ts'

const byId: Record<LayerId, MapLayer> = {
  water,
  roads,
  grids,
  communities,
  streets,
  districts,
  parks,
  stations,
  centers,
}

/** Every layer, from the ground up. */
export const LAYERS: readonly MapLayer[] = layerIds.map((id) => byId[id])

export function layerOf(id: LayerId): MapLayer {
  return byId[id]
}

export function isLayerId(id: string): id is LayerId {
  return Object.hasOwn(byId, id)
}
