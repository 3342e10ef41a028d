import type { BuildingUse } from '#shared/contract/enums.ts'
import { pickRandomDay } from '../math/pick-random-day.ts'
import { hasRoom, layOutInRows, pickPlace, type BuildingSite } from './building-site.ts'
import { alignToSide, getStreetClass } from './grid-outline.ts'
import type { Rectangle } from './rectangle.ts'

/** Builds the few large houses of a school, a hospital or an office that is a grid of its own. */
export function placeInstitution(site: BuildingSite, count: number): void {
  const { random } = site
  const plot = site.plots++
  const year = 1988 + random.below(26)
  const floors = 3 + random.below(4)
  let built = 0
  for (let attempt = 0; attempt < 6 * count && built < count; attempt++) {
    const place = pickPlace(site)
    if (!place) return
    const size = { length: random.between(26, 58), depth: random.between(12, 18) }
    const rectangle = layOutInRows(site, place, { along: 0, across: 0 }, size)
    if (!hasRoom(site, rectangle, 6, 12)) continue
    built++
    push(site, rectangle, 'public', `${built}号楼`, floors, year, plot)
  }
}

/** Builds what stands in an industrial park: works of a few equal halls, offices on the street, dormitories for its households. */
export function placeParkBuildings(site: BuildingSite, households: number, areaKm2: number): void {
  const { random } = site
  if (households > 0) placeDormitories(site, Math.max(1, Math.round(households / random.between(28, 48))))
  placeOffices(site, 1 + random.below(3))
  const works = Math.max(2, Math.min(6, Math.round(areaKm2 * 9 * random.between(0.7, 1.3))))
  for (let i = 0; i < works; i++) placeWorks(site, 2 + random.below(3))
}

function placeWorks(site: BuildingSite, count: number): void {
  const { random } = site
  const length = random.between(60, 110),
    depth = random.between(28, 48)
  const place = pickPlace(site)
  if (!place) return
  const plot = site.plots++
  const year = 1998 + random.below(18)
  const empty = random.chance(0.08)
  let built = 0
  for (let k = 0; k < 9 && built < count; k++) {
    const row = Math.floor(k / 3) - 1,
      column = (k % 3) - 1
    const rectangle = layOutInRows(
      site,
      place,
      { along: column * (length + 20), across: row * (depth + 18) },
      { length, depth },
    )
    if (!hasRoom(site, rectangle, 14, 14)) continue
    built++
    push(site, rectangle, empty ? 'vacant' : 'industrial', `${built}号厂房`, 1 + random.below(2), year, plot)
  }
}

function placeDormitories(site: BuildingSite, count: number): void {
  const { random } = site
  const plot = site.plots++
  const year = 2000 + random.below(15)
  let built = 0
  for (let attempt = 0; attempt < 8 && built < count; attempt++) {
    const place = pickPlace(site)
    if (!place) return
    for (let row = 0; row < 4 && built < count; row++) {
      const rectangle = layOutInRows(
        site,
        place,
        { along: 0, across: row * 27 },
        { length: random.between(34, 48), depth: 12 },
      )
      if (!hasRoom(site, rectangle, 8, 8)) continue
      built++
      push(site, rectangle, 'dormitory', `${built}号宿舍楼`, 4 + random.below(3), year, plot)
    }
  }
}

function placeOffices(site: BuildingSite, count: number): void {
  const { outline, random } = site
  const sides = outline.sides.filter((side) => getStreetClass(side) && side.length > 90)
  for (let attempt = 0; attempt < 3 * count && count > 0 && sides.length > 0; attempt++) {
    const side = random.pick(sides)
    const size = {
      length: random.between(36, 60),
      depth: random.between(14, 18),
      setback: random.between(14, 24),
    }
    const rectangle = alignToSide(outline, side, random.between(10, side.length - size.length), size)
    if (!hasRoom(site, rectangle, 10, 10)) continue
    count--
    push(site, rectangle, 'office', '办公楼', 3 + random.below(6), 2000 + random.below(16), site.plots++)
  }
}

function push(
  site: BuildingSite,
  rectangle: Rectangle,
  use: BuildingUse,
  name: string,
  floors: number,
  year: number,
  plot: number,
): void {
  const { random } = site
  const flatsPerFloor = use === 'dormitory' ? Math.round(rectangle.length / 7) : 0
  site.buildings.push({
    rectangle,
    point: false,
    use,
    name,
    compound: null,
    floors,
    flatsPerFloor,
    weight: flatsPerFloor * floors * random.between(0.8, 1.1),
    completedOn: random.chance(0.2) ? null : pickRandomDay(random, year, year + 1),
    plot,
  })
}
