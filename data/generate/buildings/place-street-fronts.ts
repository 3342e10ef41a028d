import type { BuildingUse } from '#shared/contract/enums.ts'
import type { RandomStream } from '../math/create-random-stream.ts'
import { pickRandomDay } from '../math/pick-random-day.ts'
import { hasRoom, type BuildingDraft, type BuildingSite } from './building-site.ts'
import { alignToSide, getStreetClass, type OutlineSide } from './grid-outline.ts'

interface FrontStyle {
  use: BuildingUse
  chance: number
  length: readonly [number, number]
  depth: readonly [number, number]
  floors: readonly [number, number]
  names: readonly string[]
}

const TOWN_FRONTS: readonly FrontStyle[] = [
  {
    use: 'commercial',
    chance: 0.46,
    length: [14, 38],
    depth: [10, 14],
    floors: [1, 3],
    names: ['商业楼', '沿街商铺', '超市', '农贸市场', '宾馆', '商务楼'],
  },
  {
    use: 'mixed',
    chance: 0.2,
    length: [24, 48],
    depth: [11, 13],
    floors: [4, 6],
    names: ['商住楼', '综合楼'],
  },
  {
    use: 'office',
    chance: 0.13,
    length: [24, 46],
    depth: [14, 18],
    floors: [4, 12],
    names: ['办公楼', '写字楼', '银行网点', '商务中心'],
  },
  {
    use: 'public',
    chance: 0.13,
    length: [24, 50],
    depth: [12, 18],
    floors: [2, 5],
    names: ['幼儿园', '社区卫生服务站', '教学楼', '文化活动中心', '邮政所', '养老服务中心'],
  },
  { use: 'vacant', chance: 0.08, length: [14, 34], depth: [10, 14], floors: [1, 3], names: ['空置楼'] },
]

const VILLAGE_FRONTS: readonly FrontStyle[] = [
  {
    use: 'public',
    chance: 0.45,
    length: [18, 40],
    depth: [9, 13],
    floors: [1, 3],
    names: ['村部', '村卫生室', '小学教学楼', '文化礼堂', '敬老院'],
  },
  {
    use: 'commercial',
    chance: 0.35,
    length: [12, 24],
    depth: [9, 12],
    floors: [1, 2],
    names: ['超市', '农资店', '农机站', '粮食收购点'],
  },
  {
    use: 'vacant',
    chance: 0.2,
    length: [18, 44],
    depth: [10, 15],
    floors: [1, 1],
    names: ['旧仓库', '旧厂房'],
  },
]

/** Builds up to `count` houses along the streets of a grid, a few next to each other wherever there is room. */
export function placeStreetFronts(site: BuildingSite, count: number, kind: 'town' | 'village'): void {
  const { outline, random, buildings } = site
  const sides = outline.sides.filter((side) => getStreetClass(side) && side.length > 30)
  if (sides.length === 0 || count <= 0) return
  const goal = buildings.length + count
  for (let attempt = 0; attempt < 5 * count && buildings.length < goal; attempt++) {
    const side = pickSide(sides, random)
    let at = random.between(0, side.length)
    for (let row = kind === 'town' ? 1 + random.below(5) : 1; row > 0 && buildings.length < goal; row--) {
      const style = pickStyle(kind === 'town' ? TOWN_FRONTS : VILLAGE_FRONTS, random)
      const length = random.between(...style.length),
        depth = random.between(...style.depth)
      if (at + length > side.length - 8) break
      const rectangle = alignToSide(outline, side, at, { length, depth, setback: random.between(8, 11) })
      at += length + random.between(2, 8)
      if (hasRoom(site, rectangle, 5, 1.5)) buildings.push(describeFront(site, style, rectangle))
    }
  }
}

function describeFront(
  site: BuildingSite,
  style: FrontStyle,
  rectangle: BuildingDraft['rectangle'],
): BuildingDraft {
  const { random } = site
  const floors = Math.round(random.between(...style.floors))
  const flatsPerFloor = style.use === 'mixed' ? Math.max(2, Math.round(rectangle.length / 9)) : 0
  const year = 1985 + random.below(31)
  return {
    rectangle,
    point: false,
    use: style.use,
    name: random.chance(0.85) ? random.pick(style.names) : null,
    compound: null,
    floors,
    flatsPerFloor,
    // shops on the ground floor, flats above
    weight: flatsPerFloor * (floors - 1) * random.between(0.75, 1),
    completedOn: random.chance(0.3) ? null : pickRandomDay(random, year, year + 1),
    plot: site.plots++,
  }
}

function pickStyle(styles: readonly FrontStyle[], random: RandomStream): FrontStyle {
  let dice = random.unit()
  for (const style of styles) if ((dice -= style.chance) < 0) return style
  return styles[0]!
}

/** The longer the side, the likelier. */
function pickSide(sides: readonly OutlineSide[], random: RandomStream): OutlineSide {
  let dice = random.unit() * sides.reduce((sum, { length }) => sum + length, 0)
  for (const side of sides) if ((dice -= side.length) < 0) return side
  return sides[0]!
}
