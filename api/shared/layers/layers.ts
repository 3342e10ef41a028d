import { buildingsLayer } from './buildings/buildings.ts'
import { centersLayer } from './centers/centers.ts'
import { communitiesLayer } from './communities/communities.ts'
import { districtsLayer } from './districts/districts.ts'
import { gridsLayer } from './grids/grids.ts'
import { type MapLayer } from './base/map-layer.ts'
import { type LayerId, layerIds } from '../contract/enums.ts'
import { parksLayer } from './parks/parks.ts'
import { roadsLayer } from './roads/roads.ts'
import { stationsLayer } from './stations/stations.ts'
import { streetsLayer } from './streets/streets.ts'
import { waterLayer } from './water/water.ts'

const byId: Record<LayerId, MapLayer> = {
  water: waterLayer,
  roads: roadsLayer,
  buildings: buildingsLayer,
  grids: gridsLayer,
  communities: communitiesLayer,
  streets: streetsLayer,
  districts: districtsLayer,
  parks: parksLayer,
  stations: stationsLayer,
  centers: centersLayer,
}

/** All layers, bottom first. */
export const LAYERS: readonly MapLayer[] = layerIds.map((id) => byId[id])

/** Returns the declaration of a layer. */
export function getMapLayer(id: LayerId): MapLayer {
  return byId[id]
}

/** Whether the text is the id of a layer. */
export function isLayerId(id: string): id is LayerId {
  return Object.hasOwn(byId, id)
}
