import { describe, expect, it } from 'vitest'
import type { CityDataset, GridRecord } from '../../../data/city-dataset.ts'
import {
  emptyBuildingReport,
  inspectBuildings,
  locateBuildings,
  type DrawnBuilding,
} from './checks/inspect-buildings.ts'
import { listCommunities, sum } from './checks/sum-dataset.ts'

/** The tests of the demo city's buildings, for a file that has generated it. */
export function describeBuildings(getCity: () => CityDataset): void {
  let located: ReturnType<typeof locateBuildings> | undefined
  const locate = () => (located ??= locateBuildings(getCity()))

  describe("the demo city's buildings", () => {
    it('are about 100,000, numbered within their community', () => {
      const { buildings } = getCity()
      expect(buildings.length).toBeGreaterThan(95_000)
      expect(buildings.length).toBeLessThan(105_000)
      const serials = new Map<string, number>()
      const misnumbered = buildings.filter(({ code }) => {
        const community = code.slice(0, 12)
        const serial = (serials.get(community) ?? 0) + 1
        serials.set(community, serial)
        return code !== `${community}B${String(serial).padStart(5, '0')}`
      })
      expect(misnumbered).toEqual([])
    })

    it('lie wholly inside a grid, compounds as well, on no other building and not in the water, and add up to every grid', () => {
      expect(inspectBuildings(getCity(), locate())).toEqual(emptyBuildingReport)
    }, 60_000)

    it('are spread unevenly: in most grids in town one half has far more households than the other', () => {
      const urban = listScope(getCity())
      const built = [...locate().within].filter(
        ([grid, drawn]) => urban.has(grid.communityCode) && grid.households > 0 && drawn.length >= 10,
      )
      expect(built.length).toBeGreaterThan(800)
      const uneven = built.filter(
        ([grid, drawn]) => Math.abs(countWest(grid, drawn) / grid.households - 0.5) > 0.1,
      )
      expect(uneven.length / built.length).toBeGreaterThan(0.6)
    })

    it('have as many households as such buildings have', () => {
      const largest = (holds: (building: CityDataset['buildings'][number]) => boolean) =>
        getCity()
          .buildings.filter(holds)
          .reduce((most, { households }) => Math.max(most, households), 0)
      expect(largest(({ compound }) => compound !== null)).toBeLessThanOrEqual(200)
      expect(largest(({ compound }) => compound === null)).toBeLessThanOrEqual(100)
      const empty = ['office', 'commercial', 'industrial', 'public', 'vacant']
      expect(largest(({ use }) => empty.includes(use))).toBe(0)
      expect(getCity().buildings.every(({ floors }) => floors === null || (floors > 0 && floors < 34))).toBe(
        true,
      )
    })

    it('fill a few per cent of the land of villages, a third of them known by a point only', () => {
      const villages = new Set(
        listCommunities(getCity()).flatMap(({ code, kind }) => (kind === 'village' ? [code] : [])),
      )
      const rural = [...locate().within].filter(([grid]) => villages.has(grid.communityCode))
      const groups = rural.flatMap(([, drawn]) => drawn.filter(({ building }) => building.households > 0))
      const points = groups.filter(({ ring }) => ring.length === 1).length
      expect(points / groups.length).toBeCloseTo(1 / 3, 1)
      const built = (sum(groups, ({ ring }) => measureArea(ring)) * groups.length) / (groups.length - points)
      const share = built / sum(rural, ([grid]) => sum(grid.geometry.flat(), measureArea))
      expect(share).toBeGreaterThan(0.01)
      expect(share).toBeLessThan(0.06)
    })

    it('stand in compounds of parallel slabs, each name once in a street', () => {
      const slabs = new Map<string, (string | null)[]>()
      for (const { code, compound, name } of getCity().buildings) {
        if (compound === null) continue
        const key = `${code.slice(0, 9)} ${compound}`
        slabs.set(key, [...(slabs.get(key) ?? []), name])
      }
      expect(slabs.size).toBeGreaterThan(3000)
      const misnumbered = [...slabs].filter(([, names]) => names.some((name, i) => name !== `${i + 1}号楼`))
      expect(misnumbered).toEqual([])
    })
  })
}

function listScope(city: CityDataset): Set<string> {
  return new Set(listCommunities(city).flatMap(({ code, urbanScope }) => (urbanScope ? [code] : [])))
}

/** Households west of the middle of the grid's box. */
function countWest(grid: GridRecord, drawn: readonly DrawnBuilding[]): number {
  const xs = grid.geometry.flat(2).map(([x]) => x)
  const middle = (xs.reduce((a, b) => Math.min(a, b)) + xs.reduce((a, b) => Math.max(a, b))) / 2
  return sum(drawn, ({ building, box }) => ((box[0] + box[2]) / 2 < middle ? building.households : 0))
}

/** In square lattice units; clockwise rings count against the others. */
function measureArea(ring: DrawnBuilding['ring']): number {
  const [ox, oy] = ring[0]!
  let twice = 0
  for (let i = 1; i + 1 < ring.length; i++) {
    const [ax, ay] = ring[i]!,
      [bx, by] = ring[i + 1]!
    twice += (ax - ox) * (by - oy) - (bx - ox) * (ay - oy)
  }
  return twice / 2
}
