import { z } from 'zod'

/**
 * The closed lists of the domain. Each value has its Chinese and English name in the texts of the web; the
 * database checks the same values.
 */

export const unitLevels = ['district', 'street', 'community'] as const
export const UnitLevel = z.enum(unitLevels)
export type UnitLevel = z.infer<typeof UnitLevel>

export const unitKinds = [
  'county',
  'county_city',
  'city_district',
  'managing_zone',
  'street',
  'town',
  'township',
  'park_unit',
  'community',
  'village',
] as const
export const UnitKind = z.enum(unitKinds)
export type UnitKind = z.infer<typeof UnitKind>

/** 普通社区, 村改社区, 新建社区, 村, 园区. */
export const communityTypes = ['ordinary', 'converted', 'new', 'village', 'park'] as const
export const CommunityType = z.enum(communityTypes)
export type CommunityType = z.infer<typeof CommunityType>

/** NBS urban–rural classes of a community. */
export const urbanRuralClasses = ['111', '112', '121', '122', '123', '210', '220'] as const
export const UrbanRuralClass = z.enum(urbanRuralClasses)
export type UrbanRuralClass = z.infer<typeof UrbanRuralClass>

/** 综合, 专属, 微, 居民, 经济. */
export const gridKinds = ['comprehensive', 'dedicated', 'micro', 'residential', 'economic'] as const
export const GridKind = z.enum(gridKinds)
export type GridKind = z.infer<typeof GridKind>

/** 党员服务站, 红堡, and the community's own rooms (社区阵地). */
export const premisesKinds = ['station', 'center', 'community'] as const
export const PremisesKind = z.enum(premisesKinds)
export type PremisesKind = z.infer<typeof PremisesKind>

export const premisesLevels = ['city', 'county', 'street', 'community', 'village'] as const
export const PremisesLevel = z.enum(premisesLevels)
export type PremisesLevel = z.infer<typeof PremisesLevel>

export const premisesStatuses = ['planned', 'building', 'open', 'closed'] as const
export const PremisesStatus = z.enum(premisesStatuses)
export type PremisesStatus = z.infer<typeof PremisesStatus>

/** 自有, 租用, 借用. */
export const tenures = ['owned', 'rented', 'borrowed'] as const
export const Tenure = z.enum(tenures)
export type Tenure = z.infer<typeof Tenure>

export const parkKinds = ['industrial', 'science', 'economic'] as const
export const ParkKind = z.enum(parkKinds)
export type ParkKind = z.infer<typeof ParkKind>

export const parkLevels = ['national', 'provincial', 'city', 'county', 'town'] as const
export const ParkLevel = z.enum(parkLevels)
export type ParkLevel = z.infer<typeof ParkLevel>

/** 单独组建, 联合组建, 未组建. */
export const organisations = ['own', 'joint', 'none'] as const
export const Organisation = z.enum(organisations)
export type Organisation = z.infer<typeof Organisation>

/** 住宅, 宿舍, 办公, 商业, 工业, 公共, 混合, 空置. */
export const buildingUses = [
  'residential',
  'dormitory',
  'office',
  'commercial',
  'industrial',
  'public',
  'mixed',
  'vacant',
] as const
export const BuildingUse = z.enum(buildingUses)
export type BuildingUse = z.infer<typeof BuildingUse>

export const roadClasses = ['motorway', 'trunk', 'primary', 'secondary', 'street', 'lane'] as const
export const RoadClass = z.enum(roadClasses)
export type RoadClass = z.infer<typeof RoadClass>

export const waterClasses = ['sea', 'lake', 'river', 'canal', 'ditch'] as const
export const WaterClass = z.enum(waterClasses)
export type WaterClass = z.infer<typeof WaterClass>

/** 资源清单, 需求清单, 项目清单. */
export const projectLists = ['resource', 'need', 'project'] as const
export const ProjectList = z.enum(projectLists)
export type ProjectList = z.infer<typeof ProjectList>

export const projectStatuses = ['proposed', 'running', 'finished'] as const
export const ProjectStatus = z.enum(projectStatuses)
export type ProjectStatus = z.infer<typeof ProjectStatus>

export const indicatorAggregates = ['sum', 'mean', 'share'] as const
export const IndicatorAggregate = z.enum(indicatorAggregates)
export type IndicatorAggregate = z.infer<typeof IndicatorAggregate>

/** The layers of the map; the order inside a slot of the style follows this list. */
export const layerIds = [
  'water',
  'roads',
  'buildings',
  'grids',
  'communities',
  'streets',
  'districts',
  'parks',
  'stations',
  'centers',
] as const
export type LayerId = (typeof layerIds)[number]

/** Levels of territory from coarse to fine. */
export const territoryLevels = ['district', 'street', 'community', 'grid'] as const
export type TerritoryLevel = (typeof territoryLevels)[number]

/** The level that the map draws; with `auto` it follows from the zoom. */
export const detailLevels = ['auto', ...territoryLevels] as const
export type DetailLevel = (typeof detailLevels)[number]

export const themeIds = ['day', 'night', 'wall'] as const
export type ThemeId = (typeof themeIds)[number]

/** Depth of the night and wall themes: none; glow around the city; glow and areas extruded by class. */
export const mapDepths = ['flat', 'glow', 'extruded'] as const
export type MapDepth = (typeof mapDepths)[number]

/** Open premises that count as a service: stations and centres, or community rooms too. */
export const servingSets = ['services', 'all'] as const
/**
 * `buildings`: from the buildings of the communities whose households are counted by them, elsewhere from the points of
 * the grids; `grids`: from the points of all grids.
 */
export const measuredFrom = ['buildings', 'grids'] as const
export const MeasuredFrom = z.enum(measuredFrom)
export type MeasuredFrom = z.infer<typeof MeasuredFrom>

/** Which figures of a grid hold: those that are declared, or those that its buildings hold where they are known. */
export const figureSources = ['declared', 'counted'] as const
export const FigureSource = z.enum(figureSources)
export type FigureSource = z.infer<typeof FigureSource>

export const ServingSet = z.enum(servingSets)
export type ServingSet = z.infer<typeof ServingSet>
