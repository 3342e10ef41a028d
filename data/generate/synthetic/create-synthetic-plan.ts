import type { CityPlan, DistrictPlan, TotalsPlan } from '../city-plan.ts'
import { createRandomStream, type RandomStream } from '../math/create-random-stream.ts'
import { planGuides } from './plan-guides.ts'
import { planCityOutline } from './plan-city-outline.ts'
import { planStreets } from './plan-streets.ts'
import { createNameGenerator } from './create-name-generator.ts'
import { planFeatures } from './plan-features.ts'

export interface SyntheticPlanOptions {
  code: string
  grids: number
  seed: string
}

/** A made-up city of about any size, from 100 grids up: its own silhouette, seats, rivers and names, proportions as in the demo city. */
export function createSyntheticPlan({ code, grids, seed }: SyntheticPlanOptions): CityPlan {
  if (!/^\d{4}00$/.test(code)) throw new Error("a city's code has six digits and ends in 00")
  if (grids < 100) throw new Error('a city has at least 100 grids')
  const random = createRandomStream(`synthetic ${code} ${seed}`)
  const count = Math.min(14, Math.max(1, Math.round(grids / 1250)))
  const outline = planCityOutline(grids * random.between(1.15, 1.6), count, random.fork('silhouette'))
  const names = createNameGenerator(random.fork('names'))
  const city = names()
  const totals = scaleTotals(grids)

  const shares = urbanShares(count, totals.urbanCommunities, random.fork('shares'))
  const districts = outline.rings.map((ring, i): DistrictPlan => {
    const [name, nameEn] = names()
    const kind = i < Math.ceil(count / 3) ? 'city_district' : 'county'
    return {
      code: `${code.slice(0, 4)}${String(i + 2).padStart(2, '0')}`,
      name: `${name}${kind === 'county' ? '县' : '区'}`,
      nameEn: `${nameEn} ${kind === 'county' ? 'County' : 'District'}`,
      kind,
      ring,
      seat: outline.seats[i]!,
      urban: shares[i]!,
    }
  })
  const { streets, spots } = planStreets(districts, grids, names, random.fork('streets'))
  return {
    code,
    name: `${city[0]}市(合成)`,
    nameEn: `${city[1]} (synthetic)`,
    dataDate: '2018-12-31',
    validFrom: '2018-01-01',
    source: '演示数据：整座城市由程序按种子随机生成，与任何真实地方无关',
    districts,
    zones: [],
    coast: outline.coast,
    offshore: outline.offshore,
    streets,
    spots,
    guides: planGuides(districts, outline.coast, grids, names, random.fork('guides')),
    borderRivers: [],
    shoals: [],
    ...planFeatures(districts, streets, grids, names, random.fork('places')),
    landmarks: [],
    totals,
  }
}

/** The demo city's proportions. */
function scaleTotals(grids: number): TotalsPlan {
  const of = (demo: number, least = 1) => Math.max(least, Math.round((demo * grids) / 11_000))
  const projects = of(1789)
  return {
    grids,
    communities: of(2440),
    urbanCommunities: of(232, 2),
    residents: of(6_700_000),
    households: of(2_140_000),
    members: of(168_000),
    urbanResidents: of(1_794_000),
    urbanHouseholds: of(552_000),
    urbanMembers: of(32_621),
    urbanGrids: of(1450, 4),
    stations: of(252, 2),
    workers: of(14_000),
    hubs: of(4305),
    projects,
    projectYuan: projects * 29_580,
    years: [2016, 2017, 2018],
  }
}

/** The first district is the city's core, the next few help; every one has at least one. */
function urbanShares(count: number, total: number, random: RandomStream): number[] {
  const weights = Array.from(
    { length: count },
    (_, i) => (i === 0 ? 3.2 : i < Math.ceil(count / 3) ? 2 : 1) * random.between(0.8, 1.2),
  )
  const sum = weights.reduce((a, b) => a + b, 0)
  const shares = weights.map((weight) => Math.max(1, Math.floor((total * weight) / sum)))
  shares[0]! += total - shares.reduce((a, b) => a + b, 0)
  return shares
}
