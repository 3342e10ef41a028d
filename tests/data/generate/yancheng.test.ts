import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CityDataset } from '../../../data/city-dataset.ts'
import { generateYancheng } from '../../../data/demo/yancheng.ts'
import { createVertexIndex } from './checks/directed-edges.ts'
import { isPointInRing } from './checks/find-ring-defect.ts'
import {
  inspectBorders,
  inspectBridges,
  measureDistance,
  computeCentroid,
  emptyBorderReport,
} from './checks/inspect-borders.ts'
import { countWorkers, listCommunities, sum } from './checks/sum-dataset.ts'
import { findGridsFarFromRoads } from './checks/find-grids-far-from-roads.ts'
import { findSlimGrids } from './checks/find-slim-grids.ts'
import { computeConnectedShare } from './checks/connected-share.ts'
import { describeBuildings } from './describe-buildings.ts'

let city: CityDataset
const progress: number[] = []

beforeAll(() => {
  city = generateYancheng({ onProgress: (done) => progress.push(done) })
}, 120_000)

const communities = () => listCommunities(city)
const urban = () => new Set(communities().flatMap(({ code, urbanScope }) => (urbanScope ? [code] : [])))
const typeOf = () => new Map(communities().map(({ code, types }) => [code, types.at(-1)!.type]))

describe("the demo city's totals", () => {
  it("has the source's units, to the last one", () => {
    const streets = city.units.filter(({ level }) => level === 'street')
    const of = (kind: string) => city.units.filter((unit) => unit.kind === kind).length
    const districts = city.units.filter(({ level, kind }) => level === 'district' && kind !== 'managing_zone')
    expect([districts.length, of('managing_zone'), streets.length]).toEqual([9, 2, 154])
    expect([of('street'), of('town'), of('park_unit')]).toEqual([28, 95, 31])
    expect(communities()).toHaveLength(2440)
    expect(urban().size).toBe(232)
    expect(city.grids).toHaveLength(11_000)
  })

  it("has the source's people and premises, summed exactly", () => {
    const scope = urban()
    const inTown = city.grids.filter(({ communityCode }) => scope.has(communityCode))
    expect(sum(inTown, (grid) => grid.households)).toBe(552_000)
    expect(sum(inTown, (grid) => grid.residents)).toBe(1_794_000)
    expect(sum(inTown, (grid) => grid.members)).toBe(32_621)
    expect(sum(city.grids, (grid) => grid.residents)).toBe(6_700_000)
    expect(sum(city.grids, countWorkers)).toBe(14_000)
    expect(sum(city.grids, (grid) => grid.householdHubs)).toBe(4305)
    const stations = city.premises.filter(({ kind }) => kind === 'station')
    expect(stations).toHaveLength(252)
    expect(stations.every(({ communityCode }) => scope.has(communityCode!))).toBe(true)
    expect(city.premises.filter(({ kind }) => kind === 'community')).toHaveLength(2440)
    expect(city.premises.filter(({ kind }) => kind === 'center')).toHaveLength(40)
    expect(city.parks).toHaveLength(45)
    expect(city.projects).toHaveLength(1789)
    expect(sum(city.projects, ({ costYuan }) => costYuan)).toBe(52_930_000)
  })

  it('has 36 indicators in 12 categories, each for every community and three years', () => {
    expect(city.indicators).toHaveLength(36)
    expect(new Set(city.indicators.map(({ category }) => category)).size).toBe(12)
    expect(city.indicatorValues).toHaveLength(36 * 2440 * 3)
    expect(new Set(city.indicatorValues.map(({ year }) => year))).toEqual(new Set([2016, 2017, 2018]))
    expect(city.indicatorValues.every(({ value }) => Number.isFinite(value) && value >= 0)).toBe(true)
  })

  it('covers about 17,000 km²', () => {
    const km2 = sum(
      city.indicatorValues.filter(({ indicatorCode, year }) => indicatorCode === '0101' && year === 2018),
      ({ value }) => value,
    )
    expect(km2).toBeGreaterThan(16_300)
    expect(km2).toBeLessThan(17_500)
  })

  it('says everywhere that it is a demonstration', () => {
    expect(city.city.demo).toBe(true)
    expect(city.city.source).toContain('演示数据')
    expect(city.city.dataDate).toBe('2018-12-31')
    const phones = city.premises.flatMap(({ dutyPhone }) => dutyPhone ?? [])
    expect(phones.every((phone) => /^0515-8888-\d{4}$/.test(phone))).toBe(true)
  })

  it('reports its progress, forwards and to the end', () => {
    expect(progress.at(-1)).toBe(1)
    expect(progress).toEqual([...progress].sort((a, b) => a - b))
  })
})

describe("the demo city's codes and names", () => {
  it('numbers units by the statistical pattern, once each', () => {
    const codes = city.units.map(({ code }) => code)
    expect(new Set(codes).size).toBe(codes.length)
    for (const { code, kind, types, legalParentCode } of communities()) {
      expect(code.slice(0, 9)).toBe(legalParentCode)
      const series = Number(code.slice(9))
      const [low, high] =
        types.at(-1)!.type === 'park' ? [400, 599] : kind === 'village' ? [200, 399] : [1, 199]
      expect(series).toBeGreaterThanOrEqual(low)
      expect(series).toBeLessThanOrEqual(high)
    }
  })

  it('numbers the grids of a community from 001 without a gap', () => {
    const serials = new Map<string, number[]>()
    for (const { code, communityCode } of city.grids) {
      expect(code.slice(0, 12)).toBe(communityCode)
      serials.set(communityCode, [...(serials.get(communityCode) ?? []), Number(code.slice(12))])
    }
    for (const own of serials.values()) expect(own).toEqual(own.map((_, i) => i + 1))
    expect(serials.size).toBe(2440)
  })

  it('lists parents before their children', () => {
    const seen = new Set<string>()
    for (const { code, legalParentCode, managingParentCode } of city.units) {
      for (const parent of [legalParentCode, managingParentCode])
        if (parent !== null) expect(seen.has(parent)).toBe(true)
      seen.add(code)
    }
  })

  it('names no two communities of a street alike', () => {
    const names = communities().map(({ legalParentCode, name }) => `${legalParentCode} ${name}`)
    expect(new Set(names).size).toBe(names.length)
  })

  it('lets zones manage streets that by law belong to districts', () => {
    const managed = city.units.filter(({ managingParentCode }) => managingParentCode !== null)
    expect(managed.map(({ name }) => name)).toEqual(
      expect.arrayContaining('新城街道 步凤镇 新都街道 科城街道 伍佑街道 黄海街道 新河街道'.split(' ')),
    )
    expect(
      managed.every(({ legalParentCode }) => legalParentCode === '320902' || legalParentCode === '320903'),
    ).toBe(true)
  })

  it('has the four named centres at their communities, planned, building and open', () => {
    const places = {
      平湖: '平湖社区',
      东升: '东升社区',
      健康路: '健康路社区',
      新能源汽车产业园: '新能源汽车产业园',
    }
    const unit = new Map(city.units.map((each) => [each.code, each]))
    const found = Object.entries(places).map(([center, community]) => {
      const place = city.premises.find(({ kind, name }) => kind === 'center' && name === `${center}红堡`)!
      const home = unit.get(place.communityCode!)!
      expect(home.name).toBe(community)
      expect(home.geometry!.some(([outer]) => isPointInRing(outer!, ...place.geometry))).toBe(true)
      return { status: place.status, street: unit.get(home.legalParentCode!)! }
    })
    expect(new Set(found.map(({ status }) => status))).toEqual(new Set(['open', 'building', 'planned']))
    const districts = found.map(({ street }) => street.managingParentCode ?? street.legalParentCode)
    expect(districts).toEqual(['320999', '320903', '320902', '320971'])
  })
})

describe("the demo city's borders", () => {
  it('tile exactly at every level, cross nowhere, and lie under every road and canal', () => {
    expect(inspectBorders(city)).toEqual(emptyBorderReport)
  }, 60_000)

  it('has islands, enclaves and exclaves', () => {
    const parts = (units: readonly { geometry: CityDataset['grids'][number]['geometry'] | null }[]) =>
      units.filter(({ geometry }) => (geometry?.length ?? 0) > 1).length
    const holes = (units: readonly { geometry: CityDataset['grids'][number]['geometry'] | null }[]) =>
      units.filter(({ geometry }) => geometry?.some((polygon) => polygon.length > 1)).length
    expect(parts(city.grids)).toBeGreaterThan(4)
    expect(holes(city.grids)).toBeGreaterThan(20)
    expect(holes(communities())).toBeGreaterThanOrEqual(2)
    expect(parts(city.units.filter(({ level }) => level === 'street'))).toBeGreaterThanOrEqual(2)
  })

  it("are as detailed as a surveyed city's, and no more", () => {
    const vertices = sum(city.grids, ({ geometry }) => sum(geometry.flat(), (ring) => ring.length))
    expect(vertices).toBeGreaterThan(250_000)
    expect(vertices).toBeLessThan(400_000)
  })

  it('leave no slivers: every grid is roomy for its outline', () => {
    expect(findSlimGrids(city.grids).length).toBeLessThan(25)
  })

  it("put every community's premises inside it", () => {
    const shapes = new Map(communities().map(({ code, geometry }) => [code, geometry!]))
    const outside = city.premises.filter(
      ({ communityCode, geometry }) =>
        !shapes.get(communityCode!)!.some(([outer]) => isPointInRing(outer!, ...geometry)),
    )
    expect(outside).toEqual([])
  })

  it('make a park of whole grids, one at least across three communities', () => {
    const middles = city.grids.map(({ geometry, communityCode }) => ({
      communityCode,
      middle: computeCentroid(geometry),
    }))
    const reach = city.parks.map(({ geometry }) => {
      const inside = middles.filter(({ middle }) =>
        geometry.some(([outer]) => isPointInRing(outer!, ...middle)),
      )
      return new Set(inside.map(({ communityCode }) => communityCode)).size
    })
    expect(Math.max(...reach)).toBeGreaterThanOrEqual(3)
    expect(Math.min(...reach)).toBeGreaterThanOrEqual(1)
  })
})

describe("the demo city's roads and water", () => {
  it('join almost all walkable roads into one network', () => {
    expect(computeConnectedShare(city.roads, createVertexIndex())).toBeGreaterThan(0.99)
  })

  it('keep roads away from water but for bridges', () => {
    expect(inspectBridges(city)).toEqual({ wetRoads: 0, dryBridges: 0 })
    expect(city.roads.filter(({ bridge }) => bridge).length).toBeGreaterThan(500)
  })

  it('bring a road within 1.5 km of every grid', () => {
    expect(findGridsFarFromRoads(city, 1500).map(({ name }) => name)).toEqual([])
  })

  it('are merged into a few thousand roads and a few hundred waters, named where they are big', () => {
    expect(city.roads.length).toBeLessThan(10_000)
    expect(city.waterways.length).toBeLessThan(1000)
    const names = new Set(city.waterways.map(({ name }) => name))
    for (const name of '串场河 通榆河 新洋港 射阳河 黄沙港 斗龙港 灌河 苏北灌溉总渠 大纵湖 九龙口'.split(' '))
      expect(names).toContain(name)
    expect(city.waterways.filter(({ class: kind }) => kind === 'sea')).toHaveLength(1)
  })
})

describe("the demo city's gaps", () => {
  it('lie in new and converted communities and in parks', () => {
    const types = typeOf()
    const share = (type: string, holds: (grid: CityDataset['grids'][number]) => boolean) => {
      const own = city.grids.filter(({ communityCode }) => types.get(communityCode) === type)
      return own.filter(holds).length / own.length
    }
    const branches = (type: string) => share(type, ({ branchSince }) => branchSince !== null)
    expect(branches('ordinary')).toBeCloseTo(0.97, 2)
    expect(branches('village')).toBeGreaterThan(0.9)
    for (const type of ['new', 'converted', 'park']) {
      expect(branches(type)).toBeGreaterThan(0.6)
      expect(branches(type)).toBeLessThan(0.76)
      expect(share(type, (grid) => countWorkers(grid) === 0)).toBeGreaterThan(
        10 * share('ordinary', (grid) => countWorkers(grid) === 0),
      )
    }
  })

  it('leave households there far from an open station', () => {
    const [types, scope] = [typeOf(), urban()]
    const open = city.premises
      .filter(({ kind, status }) => kind !== 'community' && status === 'open')
      .map(({ geometry }) => geometry)
    const reached = (type: string) => {
      const own = city.grids.filter(
        ({ communityCode }) => scope.has(communityCode) && types.get(communityCode) === type,
      )
      const near = own.filter(({ geometry }) =>
        open.some((place) => measureDistance(place, computeCentroid(geometry)) * 1.3 <= 500),
      )
      return sum(near, (grid) => grid.households) / sum(own, (grid) => grid.households)
    }
    expect(reached('ordinary')).toBeGreaterThan(0.6)
    for (const type of ['new', 'converted', 'park'])
      expect(reached(type)).toBeLessThan(0.5 * reached('ordinary'))
  })

  it('show in the rooms as well: new communities rent small ones', () => {
    const types = typeOf()
    const rooms = (type: string) =>
      city.premises.filter(
        ({ kind, communityCode }) => kind === 'community' && types.get(communityCode!) === type,
      )
    const rented = (type: string) =>
      rooms(type).filter(({ tenure }) => tenure === 'rented').length / rooms(type).length
    const area = (type: string) => sum(rooms(type), ({ areaM2 }) => areaM2 ?? 0) / rooms(type).length
    expect(rented('new')).toBeGreaterThan(3 * rented('ordinary'))
    expect(area('new')).toBeLessThan(0.5 * area('ordinary'))
  })
})

describeBuildings(() => city)

describe('the same seed', () => {
  it('makes the same city, byte for byte, on whatever machine', () => {
    const hash = createHash('sha256')
    for (const section of Object.values(city))
      for (const row of Array.isArray(section) ? section : [section]) hash.update(JSON.stringify(row))
    expect(hash.digest('hex')).toMatchInlineSnapshot(
      `"b342c1b8e48164e6ff72723fb71c70080e066a5add5f85c10ea7772fbfaa6f47"`,
    )
  })
})
